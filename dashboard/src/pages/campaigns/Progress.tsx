import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import './campaigns.css';
import { finishRange } from './finish';
import { NowLine } from './NowLine';
import { GROUP_WORDS, type Group } from './people';
import { PeopleLink } from './PeopleLink';
import { handled, toVerify } from './status';

interface Segment {
  name: 'sent' | 'failed' | 'skipped' | 'verify' | 'active';
  count: number;
}

/** What of a campaign is where; the rest of the bar waits. */
export function ProgressBar({ segments, total }: { segments: readonly Segment[]; total: number }) {
  const width = (count: number) => (total === 0 ? 0 : (count / total) * 1000);
  return (
    <svg className="progress-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      {segments.map(({ name, count }, index) => {
        const before = segments.slice(0, index).reduce((sum, segment) => sum + segment.count, 0);
        return <rect key={name} className={`seg-${name}`} x={width(before)} width={width(count)} height="10" />;
      })}
    </svg>
  );
}

export function segmentsOf(campaign: Campaign, active: number): Segment[] {
  const { sent, failed, skipped } = campaign.counters;
  return [
    { name: 'sent', count: sent },
    { name: 'failed', count: failed },
    { name: 'skipped', count: skipped },
    { name: 'verify', count: toVerify(campaign.counters) },
    { name: 'active', count: active },
  ];
}

/**
 * The figures of a campaign. They add up: total = sent + failed + skipped + to verify + in progress + queued.
 *
 * @param active how many are being written just now
 */
export function Progress({ campaign, active }: { campaign: Campaign; active: number }) {
  const { t, format } = useI18n();
  const { counters } = campaign;
  const done = handled(counters);
  const segments = segmentsOf(campaign, active);
  const colours = new Map<Group, string>(segments.map(({ name }) => [name, name]));
  const figures: [Group, number][] = [
    ['sent', counters.sent],
    ['failed', counters.failed],
    ['skipped', counters.skipped],
    ['verify', toVerify(counters)],
    ['active', active],
    ['queued', counters.pending - active],
  ];
  const further: [Group, number][] = [
    ['delivered', counters.delivered],
    ['read', counters.read],
    ['replied', counters.replied],
  ];
  return (
    <Card className="campaign-progress">
      <div className="row spread">
        <p className="row">
          <span className="big-number">
            {format.number(done)} / {format.number(counters.total)}
          </span>
          <span className="muted">{format.percent(done, counters.total)}</span>
        </p>
        <Finish campaign={campaign} />
      </div>
      <ProgressBar segments={segments} total={counters.total} />
      <ul className="counts" aria-label={t('campaign.counts')}>
        {figures.map(([group, count]) => {
          const colour = colours.get(group);
          return (
            <li key={group} className="count" data-count={`count.${group}`}>
              {colour && (
                <svg className="count-mark" viewBox="0 0 8 8" aria-hidden="true">
                  <rect className={`seg-${colour}`} />
                </svg>
              )}
              {t(GROUP_WORDS[group])} <PeopleLink group={group} count={count} />
            </li>
          );
        })}
      </ul>
      <div className="row spread">
        <ul className="receipts muted" aria-label={t('funnel.title')}>
          {further.map(([group, count]) => (
            <li key={group} className="count" data-count={`count.${group}`}>
              {t(GROUP_WORDS[group])} <PeopleLink group={group} count={count} />
            </li>
          ))}
        </ul>
        {campaign.status === 'running' && <NowLine campaign={campaign} />}
      </div>
    </Card>
  );
}

/** Between when and when it will be done, or why that cannot be said. */
export function Finish({ campaign }: { campaign: Campaign }) {
  const { t, has, format } = useI18n();
  const { status, session, wait, estimatedCompletion } = campaign;
  const known = wait?.reason === 'paused' ? null : wait?.reason;
  const reason = known ?? (status === 'running' ? (session === null ? 'session_down' : null) : null);
  const key = `reason.${reason ?? ''}`;
  if (!estimatedCompletion && reason === null) {
    return status === 'running' ? <p className="muted">{t('campaign.finish.never')}</p> : null;
  }
  const range = finishRange(campaign, format);
  return (
    <p className="muted" data-finish>
      {estimatedCompletion && (
        <b title={format.full(estimatedCompletion)}>
          {t('campaign.finish', { time: format.time(estimatedCompletion) })}
        </b>
      )}
      {range && ` (${t('campaign.finish.range', range)})`}
      {estimatedCompletion && reason !== null && ' · '}
      {reason !== null &&
        t(wait?.nextAt ? 'campaign.wait.until' : 'campaign.wait', {
          reason: has(key) ? t(key) : reason,
          ...(wait?.nextAt ? format.at(wait.nextAt) : {}),
        })}
    </p>
  );
}
