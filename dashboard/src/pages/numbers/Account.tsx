import type { ReactNode } from 'react';
import type { Operator, Session } from '../../api/types/sessions';
import { useI18n, type Translate } from '../../i18n/I18n';
import { Meter } from '../../ui/Meter';
import { Avatar } from './Avatar';
import './numbers.css';
import { SessionMark } from './SessionMark';
import { SignalMark } from './SignalMark';
import { isUp } from './states';

/** Who a number is: picture, name, number and state. */
export function AccountHead({ session, children }: { session: Session; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <div className="number-head">
      <Avatar name={session.name} picture={session.picture} />
      <div className="number-names">
        {children}
        <p className={session.international === null ? 'muted' : 'mono muted'}>
          {session.international ?? t('numbers.noNumber')}
        </p>
      </div>
      <SessionMark state={session.state} />
    </div>
  );
}

const UNKNOWN = 'Unknown';
const PLANS: Record<string, 'account.plan.prepaid' | 'account.plan.postpaid'> = {
  Prepaid: 'account.plan.prepaid',
  Postpaid: 'account.plan.postpaid',
};

/** An operator and its plan as far as they are known; empty where nothing is. */
export function operatorWords(operator: Operator | null, t: Translate): string {
  if (operator === null) {
    return '';
  }
  const plan = PLANS[operator.plan];
  return [operator.provider === UNKNOWN ? '' : operator.provider, plan ? t(plan) : '']
    .filter((word) => word !== '')
    .join(' · ');
}

/** How a number is doing: quality, operator, and when it was seen last. */
export function AccountFacts({ session }: { session: Session }) {
  const { t, format } = useI18n();
  const operator = operatorWords(session.operator, t);
  return (
    <ul className="account-facts" data-account={session.id}>
      <li>
        <span className="muted">{t('quality')}</span> <SignalMark quality={session.connectionQuality} />
      </li>
      {operator !== '' && (
        <li className="text" data-operator>
          <span className="visually-hidden">{t('account.operator')} </span>
          {operator}
        </li>
      )}
      {session.lastSeen !== null && (
        <li className="muted" title={format.full(session.lastSeen)}>
          {isUp(session.state) ? t('account.seen.now') : t('account.seen', { time: format.time(session.lastSeen) })}
        </li>
      )}
    </ul>
  );
}

/** What a number has used of its limits. */
export function LimitMeters({ session }: { session: Session }) {
  const { t, format } = useI18n();
  const { usage, hourlyLimit, dailyLimit } = session;
  const of = (used: number, most: number) => `${format.number(used)}/${format.limit(most)}`;
  return (
    <div className="row">
      <Meter
        label={t('numbers.hour')}
        used={usage.lastHour}
        most={hourlyLimit}
        text={of(usage.lastHour, hourlyLimit)}
      />
      <Meter label={t('numbers.day')} used={usage.today} most={dailyLimit} text={of(usage.today, dailyLimit)} />
    </div>
  );
}
