import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { call } from '../../../api/client';
import { perform } from '../../../api/deed';
import { mendRow } from '../../../api/deeds';
import type { Import, RefusedRow, Remarked } from '../../../api/types/imports';
import type { Page } from '../../../api/types/page';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { CurlButton } from '../../../ui/Curl';
import { ErrorNote } from '../../../ui/Notes';
import { useDraft } from './draft';
import { rowWords, type Outcome } from './outcomes';
import { useCountryName } from './useCountryName';
import { useRefresh } from './useRefresh';

/** Rows whose number a person may put right. */
const EDITABLE = new Set(['invalid_number', 'rounded_number', 'duplicate']);
const SHOWN = 100;

interface Chosen {
  done: Import;
  /** Of these reasons; null for whichever. */
  codes: readonly string[] | null;
  code: string | null;
  detail: string | null;
}

/** The refused rows of a file, or those of one outcome or one reason, each to be put right on the spot. */
export function RefusedRows({ done, codes, code, detail }: Chosen) {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const narrowed = code !== null && done.rejected > done.errors.length;
  const query = new URLSearchParams({ ...(code === null ? {} : { code }), ...(detail === null ? {} : { detail }) });
  // Of a long list only the first rows are known: those of one reason are asked for.
  const some = useQuery({
    queryKey: ['draft', campaign.publicId, 'refused', done.importId, code, detail],
    queryFn: () =>
      call<Import>('GET', `/api/v1/campaigns/${campaign.publicId}/imports/${done.importId}?${query.toString()}`),
    enabled: narrowed,
  });
  const rows = ((narrowed ? some.data : undefined) ?? done).errors.filter(
    (row) =>
      (codes === null || codes.includes(row.code)) &&
      (code === null || (row.code === code && (detail === null || row.detail === detail))),
  );
  return (
    <>
      {some.error && <ErrorNote error={some.error} />}
      {rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <Refused key={row.row} importId={done.importId} row={row} />
          ))}
        </ul>
      )}
      {done.rejected > done.errors.length && (
        <p className="muted">{t('wizard.refused.more', { shown: rows.length, count: done.rejected })}</p>
      )}
    </>
  );
}

/** A row that was refused; its number can be put right on the spot, or what is proposed taken. */
function Refused({ importId, row }: { importId: number; row: RefusedRow }) {
  const i18n = useI18n();
  const { t, format } = i18n;
  const { campaign } = useDraft();
  const nameOf = useCountryName();
  const [phone, setPhone] = useState<string | null>(null);
  const refresh = useRefresh();
  const deed = (number: string) => mendRow({ campaign: campaign.publicId, importId, row: row.row }, number);
  const mend = useMutation({
    mutationFn: (number: string) => perform(deed(number)),
    onSuccess: async () => {
      await refresh();
      setPhone(null);
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    mend.mutate(phone ?? '');
  };
  const number = format.number(row.row);
  const { proposal } = row;
  return (
    <li className="refused" data-row={row.row} data-detail={row.detail ?? ''}>
      <span className="muted number-cell">{t('new.row', { row: number })}</span>
      <span className="text">
        <span className="mono">{row.phone === '' ? '–' : row.phone}</span> →{' '}
        <b className="bad">{rowWords(row, i18n, nameOf)}</b>
        {row.code === 'rounded_number' && <span className="muted"> {t('row.rounded_number.fix')}</span>}
      </span>
      {phone === null && (
        <span className="row refused-deeds">
          {proposal && (
            <Button
              aria-label={t('offer.one.of', { number: proposal.phone, row: number })}
              busy={mend.isPending}
              onClick={() => mend.mutate(proposal.phone)}
            >
              {t('offer.one', { number: proposal.phone })}
            </Button>
          )}
          {EDITABLE.has(row.code) && (
            <Button
              aria-label={t('wizard.mend.of', { row: number })}
              onClick={() => setPhone(row.code === 'rounded_number' ? '' : row.phone)}
            >
              {t('wizard.mend')}
            </Button>
          )}
        </span>
      )}
      {phone !== null && (
        <form className="row field" onSubmit={submit}>
          <input
            type="tel"
            required
            autoFocus
            aria-label={t('wizard.mend.number', { row: number })}
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
          <Button type="submit" busy={mend.isPending}>
            {t('save')}
          </Button>
          <CurlButton deed={deed(phone)} />
          <Button look="quiet" onClick={() => setPhone(null)}>
            {t('cancel')}
          </Button>
        </form>
      )}
      {mend.error && <ErrorNote error={mend.error} />}
    </li>
  );
}

/** The first of those who were taken and have something to be said of their numbers. */
export function TakenRows({ done, outcome }: { done: Import; outcome: Outcome }) {
  const { t, format } = useI18n();
  const { campaign } = useDraft();
  const nameOf = useCountryName();
  const remarks = outcome.remarks ?? [];
  const taken = useQuery({
    queryKey: ['draft', campaign.publicId, 'remarked', done.importId, outcome.id, outcome.count],
    queryFn: async () => {
      const pages = await Promise.all(
        remarks.map((remark) => {
          const query = new URLSearchParams({ remark, limit: String(SHOWN) });
          if (outcome.country !== undefined) {
            query.set('country', outcome.country);
          }
          const path = `/api/v1/campaigns/${campaign.publicId}/imports/${done.importId}/remarked`;
          return call<Page<Remarked>>('GET', `${path}?${query.toString()}`);
        }),
      );
      return pages
        .flatMap(({ items }) => items)
        .sort((one, other) => one.row - other.row)
        .slice(0, SHOWN);
    },
  });
  if (taken.error) {
    return <ErrorNote error={taken.error} onRetry={() => void taken.refetch()} />;
  }
  const said = ({ remark, country }: Remarked) => {
    switch (remark) {
      case 'country_inferred':
        return t('wizard.inferred.as', { country: nameOf(country ?? '') });
      case 'confirmed':
        return t('outcome.confirmed', { country: nameOf(country ?? '') });
      case 'landline':
        return '';
      default:
        return t(`outcome.${remark}`);
    }
  };
  return (
    <>
      <ul>
        {taken.data?.map((person) => (
          <li key={person.row} className="refused" data-taken={person.remark}>
            <span className="muted number-cell">{t('new.row', { row: format.number(person.row) })}</span>
            <span className="text">
              <span className="mono">{person.phone}</span> <span className="muted">{said(person)}</span>
            </span>
          </li>
        ))}
      </ul>
      {taken.data && taken.data.length < outcome.count && (
        <p className="muted">{t('outcome.more', { shown: taken.data.length, count: outcome.count })}</p>
      )}
    </>
  );
}
