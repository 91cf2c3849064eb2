import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client';
import { perform } from '../../../api/deed';
import { excludeRecent } from '../../../api/deeds';
import type { RecentlyContacted } from '../../../api/types/drafts';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { CurlButton } from '../../../ui/Curl';
import { SelectField } from '../../../ui/Field';
import { ErrorNote } from '../../../ui/Notes';
import { useDraft } from './draft';

const DAYS = [1, 7, 30, 90];
const WEEK = 7;
const SHOWN = 5;

/** Who of these people was written to not long ago, and the choice to leave them out. */
export function RecentNote() {
  const { t, format } = useI18n();
  const { campaign } = useDraft();
  const queries = useQueryClient();
  const [days, setDays] = useState(WEEK);
  const [kept, setKept] = useState(false);
  const id = campaign.publicId;
  const recent = useQuery({
    queryKey: ['draft', id, 'recent', days],
    queryFn: () =>
      call<RecentlyContacted>('GET', `/api/v1/campaigns/${encodeURIComponent(id)}/recently-contacted?days=${days}`),
    enabled: campaign.recipients > 0,
    placeholderData: (before) => before,
  });
  const deed = excludeRecent(id, days);
  const exclude = useMutation({
    mutationFn: () => perform(deed),
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['campaigns'] }),
        queries.invalidateQueries({ queryKey: ['draft'] }),
      ]);
    },
  });
  const found = recent.data;
  if (!found || (found.count === 0 && days === WEEK) || kept) {
    return null;
  }
  return (
    <Card title={t('recent.title')}>
      <div className="stack" data-recent={found.count}>
        <p role="status">{t('recent.found', { count: found.count, days })}</p>
        <ul>
          {found.people.slice(0, SHOWN).map(({ importId, row, phone, at, campaign: from }) => (
            <li key={`${importId} ${row}`} className="text">
              <span className="mono">{phone}</span>{' '}
              <span className="muted" title={format.full(at)}>
                {from === null
                  ? t('recent.single', { ago: format.ago(at) })
                  : t('recent.by', { ago: format.ago(at), campaign: from })}
              </span>
            </li>
          ))}
        </ul>
        {exclude.error && <ErrorNote error={exclude.error} />}
        <div className="row">
          <SelectField label={t('recent.days')} value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {DAYS.map((each) => (
              <option key={each} value={each}>
                {t('recent.last', { days: each })}
              </option>
            ))}
          </SelectField>
        </div>
        <div className="row">
          {found.count > 0 && (
            <Button busy={exclude.isPending} onClick={() => exclude.mutate()}>
              {t('recent.exclude', { count: found.count })}
            </Button>
          )}
          <Button look="quiet" onClick={() => setKept(true)}>
            {t('recent.keep')}
          </Button>
          {found.count > 0 && <CurlButton deed={deed} />}
        </div>
      </div>
    </Card>
  );
}
