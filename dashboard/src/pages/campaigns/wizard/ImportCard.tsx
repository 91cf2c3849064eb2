import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { perform } from '../../../api/deed';
import { removeImport } from '../../../api/deeds';
import type { Import } from '../../../api/types/imports';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { CurlButton } from '../../../ui/Curl';
import { Dialog } from '../../../ui/Dialog';
import { ErrorNote } from '../../../ui/Notes';
import { useDraft } from './draft';
import { Offers } from './Offers';
import { groupWords, outcomes, reasons, type Outcome } from './outcomes';
import { RefusedRows, TakenRows } from './RefusedRows';
import { useCountryName } from './useCountryName';
import { useRefresh } from './useRefresh';

/** What became of a file: how it was read, its rows by outcome, and those that were refused. */
export function ImportCard({ done, onMended }: { done: Import; onMended: (file: File) => void }) {
  const { t } = useI18n();
  const nameOf = useCountryName();
  const [chosen, setChosen] = useState<string | null>(null);
  const all = outcomes(done, t, nameOf);
  const landlines = done.remarks.find(({ remark }) => remark === 'landline')?.count ?? 0;
  const shown: Outcome | undefined =
    chosen === 'landline'
      ? { id: 'landline', label: '', count: landlines, remarks: ['landline'] }
      : all.find(({ id }) => id === chosen);
  const choose = (id: string) => setChosen(id === chosen ? null : id);
  const facts = [
    done.charset,
    done.delimiter === '\t' ? t('wizard.delimiter.tab') : done.delimiter,
    done.phoneColumn,
    nameOf(done.country),
  ].filter((fact) => fact !== null);
  return (
    <Card title={done.fileName ?? t('wizard.file')} aside={<Remove done={done} />}>
      <p className="muted text">{facts.join(' · ')}</p>
      <div className="row" role="group" aria-label={t('wizard.result')}>
        {all.map(({ id, label, count, attention }) =>
          id === 'ready' ? (
            <span key={id} className="badge state-good" data-outcome={id} data-count={count}>
              {label}
            </span>
          ) : (
            <button
              key={id}
              type="button"
              className={attention ? 'chip chip-attention' : 'chip'}
              aria-pressed={id === chosen}
              data-outcome={id}
              data-count={count}
              onClick={() => choose(id)}
            >
              {label}
            </button>
          ),
        )}
      </div>
      <Offers done={done} />
      {landlines > 0 && (
        <div className="row">
          <span data-landlines={landlines}>▲ {t('outcome.landline', { count: landlines })}</span>
          <Button look="quiet" aria-expanded={chosen === 'landline'} onClick={() => choose('landline')}>
            {t('outcome.show')}
          </Button>
        </div>
      )}
      {shown?.remarks ? (
        <TakenRows done={done} outcome={shown} />
      ) : (
        <Reasons key={chosen} done={done} codes={shown?.codes ?? null} />
      )}
      {done.rejected > 0 && <MendElsewhere done={done} onMended={onMended} />}
    </Card>
  );
}

/** The refused rows, all or those of one outcome, and by which reason they can be narrowed. */
function Reasons({ done, codes }: { done: Import; codes: readonly string[] | null }) {
  const i18n = useI18n();
  const { t, format } = i18n;
  const nameOf = useCountryName();
  const [chosen, setChosen] = useState<string | null>(null);
  const found = reasons(done)
    .filter(({ code }) => codes === null || codes.includes(code))
    .map((reason) => ({ ...reason, id: reason.detail === null ? reason.code : `${reason.code}:${reason.detail}` }));
  const one = found.find(({ id }) => id === chosen);
  return (
    <>
      {found.length > 0 && (
        <div className="row" role="group" aria-label={t('outcome.reasons')}>
          {found.map((reason) => (
            <button
              key={reason.id}
              type="button"
              className="chip"
              aria-pressed={reason.id === chosen}
              data-code={reason.id}
              onClick={() => setChosen(reason.id === chosen ? null : reason.id)}
            >
              {groupWords(reason, i18n, nameOf)} <b>{format.number(reason.count)}</b>
            </button>
          ))}
        </div>
      )}
      <RefusedRows done={done} codes={codes} code={one?.code ?? null} detail={one?.detail ?? null} />
    </>
  );
}

/** The refused rows as a file, out and in again. */
function MendElsewhere({ done, onMended }: { done: Import; onMended: (file: File) => void }) {
  const { t, language } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="row">
      <a className="button" href={`${done.rejectedCsv ?? ''}?language=${language}`} download>
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
            onMended(new File([file], `errors-${done.importId}.csv`, { type: 'text/csv' }));
          }
          event.target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()}>{t('wizard.mended.file')}</Button>
      <span className="muted">{t('new.rejected.hint')}</span>
    </div>
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
