import { useI18n } from '../i18n/I18n';
import { BADGES, type BadgeName } from '../live/badges';
import './Badge.css';

/** A message's phase: a shape, a word and a colour, never the colour alone. */
export function Badge({ name }: { name: BadgeName }) {
  const { t } = useI18n();
  return (
    <span className={`badge badge-${name}`} data-badge={name}>
      <span className="badge-icon" aria-hidden="true">
        {BADGES[name]}
      </span>
      {t(`badge.${name}`)}
    </span>
  );
}

export type Tone = 'good' | 'calm' | 'warn' | 'bad';

/** The state of a number or a campaign. */
export function StateMark({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`badge state-${tone}`}>
      <span className="state-shape" aria-hidden="true" />
      {children}
    </span>
  );
}
