import type { TimelineStep } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { BADGES, type BadgeName } from '../../live/badges';
import { Badge } from '../../ui/Badge';
import { entriesOf, type Entry } from './story';

/** What happened to a message, in order; long waits are folded. */
export function Timeline({ steps, now }: { steps: readonly TimelineStep[]; now: number }) {
  return (
    <ol className="timeline">
      {entriesOf(steps, now).map((entry, index) =>
        entry.kind === 'idle' ? (
          <Idle key={`idle ${index}`} entry={entry} />
        ) : (
          <Step key={`${entry.step.at} ${entry.step.phase} ${index}`} {...entry} />
        ),
      )}
    </ol>
  );
}

function Step({ step, gap, attempts }: Pick<Extract<Entry, { kind: 'step' }>, 'step' | 'gap' | 'attempts'>) {
  const { t, has, format } = useI18n();
  const key = `reason.${step.reason ?? ''}`;
  const phase = `phase.${step.phase}`;
  const words = [
    step.reason === null || step.reason === 'new' ? '' : has(key) ? t(key) : step.reason,
    step.nextAt === null ? '' : t('wait.next', { time: format.time(step.nextAt) }),
    attempts && step.attempt !== null ? t('message.attempt', { number: step.attempt }) : '',
    gap >= 100 ? t('message.after', { seconds: format.seconds(gap) }) : '',
  ];
  return (
    <li>
      <time dateTime={step.at} title={format.full(step.at)}>
        {format.clock(step.at)}
      </time>
      <span>
        {step.phase in BADGES ? <Badge name={step.phase as BadgeName} /> : has(phase) ? t(phase) : step.phase}
      </span>
      <span className="muted text">{words.filter((each) => each !== '').join(' · ')}</span>
    </li>
  );
}

/** "14 min · hourly limit", and behind it what was told meanwhile. */
function Idle({ entry }: { entry: Extract<Entry, { kind: 'idle' }> }) {
  const { t, has, format } = useI18n();
  const key = `reason.${entry.reason ?? ''}`;
  const why = entry.reason === null ? t('message.idle.turn') : has(key) ? t(key) : entry.reason;
  const words = (
    <>
      <span className="badge-icon" aria-hidden="true">
        ⏱
      </span>{' '}
      {format.duration(entry.lasted)} · {why}
    </>
  );
  return (
    <li className="idle">
      {entry.steps.length === 0 ? (
        <p className="muted">{words}</p>
      ) : (
        <details>
          <summary className="muted">{words}</summary>
          <ol>
            {entry.steps.map((step, index) => (
              <Step key={`${step.at} ${index}`} step={step} gap={0} attempts={false} />
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}
