import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SyntheticEvent } from 'react';
import { perform } from '../../../api/deed';
import { mendRow, removeImport } from '../../../api/deeds';
import type { Import, RefusedRow } from '../../../api/types';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { CurlButton } from '../../../ui/Curl';
import { Dialog } from '../../../ui/Dialog';
import { ErrorNote } from '../../../ui/Notes';
import { useDraft } from './draft';

/** Rows whose number a person may put right. */
const EDITABLE = new Set(['invalid_number', 'rounded_number', 'duplicate']);

function useRefresh() {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['campaigns'] }),
      queries.invalidateQueries({ queryKey: ['draft'] }),
    ]);
  };
}

/** What became of a file: how it was read, its rows by outcome, and those that were refused. */
export function ImportCard({ done, onMended }: { done: Import; onMended: (file: File) => void }) {
  const { t, has, format } = useI18n();
  const [code, setCode] = useState<string | null>(null);
  const codes = Object.entries(done.errorsByCode);
  const chosen = codes.some(([known]) => known === code) ? code : null;
  const rows = done.errors.filter((row) => chosen === null || row.code === chosen);
  const facts = [
    done.charset,
    done.delimiter === '\t' ? t('wizard.delimiter.tab') : done.delimiter,
    done.phoneColumn,
  ].filter((fact) => fact !== null);
  const named = (code: string) => {
    const key = `row.${code}`;
    return has(key) ? t(key) : code;
  };
  return (
    <Card title={done.fileName ?? t('wizard.file')} aside={<Remove done={done} />}>
      <p className="muted text">{facts.join(' · ')}</p>
      <div className="row" role="group" aria-label={t('wizard.result')}>
        <span className="badge state-good">{t('wizard.ready', { count: done.accepted })}</span>
        {codes.map(([known, count]) => (
          <button
            key={known}
            type="button"
            className="chip"
            aria-pressed={known === chosen}
            data-code={known}
            onClick={() => setCode(known === chosen ? null : known)}
          >
            {named(known)} <b>{format.number(count)}</b>
          </button>
        ))}
      </div>
      {rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <Refused key={row.row} importId={done.importId} row={row} reason={named(row.code)} />
          ))}
        </ul>
      )}
      {done.rejected > done.errors.length && (
        <p className="muted">{t('wizard.refused.more', { shown: done.errors.length, count: done.rejected })}</p>
      )}
      {done.rejected > 0 && <MendElsewhere done={done} onMended={onMended} />}
    </Card>
  );
}

/** The refused rows as a file, out and in again. */
function MendElsewhere({ done, onMended }: { done: Import; onMended: (file: File) => void }) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="row">
      <a className="button" href={done.rejectedCsv ?? ''} download>
        {t('new.rejected', { count: done.rejected })}
      </a>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('wizard.mended.file')}
        accept=".csv"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) {
            // Under the name by which it is known, whatever it was saved as.
            onMended(new File([file], `rejected-${done.importId}.csv`, { type: 'text/csv' }));
          }
          event.target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()}>{t('wizard.mended.file')}</Button>
      <span className="muted">{t('new.rejected.hint')}</span>
    </div>
  );
}

/** A row that was refused; its number can be put right on the spot. */
function Refused({ importId, row, reason }: { importId: number; row: RefusedRow; reason: string }) {
  const { t, format } = useI18n();
  const { campaign } = useDraft();
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
  return (
    <li className="refused" data-row={row.row}>
      <span className="muted number-cell">{t('new.row', { row: format.number(row.row) })}</span>
      <span className="text">
        <span className="mono">{row.phone === '' ? '–' : row.phone}</span> → <b className="bad">{reason}</b>
      </span>
      {phone === null ? (
        EDITABLE.has(row.code) && (
          <Button
            aria-label={t('wizard.mend.of', { row: format.number(row.row) })}
            onClick={() => setPhone(row.code === 'rounded_number' ? '' : row.phone)}
          >
            {t('wizard.mend')}
          </Button>
        )
      ) : (
        <form className="row field" onSubmit={submit}>
          <input
            type="tel"
            required
            autoFocus
            aria-label={t('wizard.mend.number', { row: format.number(row.row) })}
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

/** Takes a file back, after saying how many go with it. */
function Remove({ done }: { done: Import }) {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const [asking, setAsking] = useState(false);
  const refresh = useRefresh();
  const deed = removeImport(campaign.publicId, done.importId);
  const remove = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: refresh,
  });
  return (
    <>
      <Button look="quiet" onClick={() => setAsking(true)}>
        {t('wizard.remove')}
      </Button>
      <Dialog
        title={t('wizard.remove.title', { file: done.fileName ?? t('wizard.file') })}
        about={t('wizard.remove.about', { count: done.accepted })}
        open={asking}
        onClose={() => setAsking(false)}
      >
        {remove.error && <ErrorNote error={remove.error} />}
        <div className="dialog-actions">
          <CurlButton deed={deed} />
          <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t('wizard.remove.submit', { count: done.accepted })}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
