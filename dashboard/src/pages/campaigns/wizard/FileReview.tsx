import { useState } from 'react';
import type { FirstLook } from '../../../api/types/imports';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { CurlButton } from '../../../ui/Curl';
import { ErrorNote, Skeleton } from '../../../ui/Notes';
import { ReadingChips } from './ReadingChips';
import { useDraft } from './draft';
import { EarlierNote, GarbledCells } from './FileNotes';
import { isUnseen, NOTHING_SAID, uploadDeed, useFirstLook, useUpload, type Reading, type Upload } from './upload';
import { rowWords } from './outcomes';
import { slug } from './slug';
import { useCountryName } from './useCountryName';

const SHOWN = 6;
const SAMPLES = 3;

/** A file before it is read: how, by which column, and what becomes of its first rows. */
export function FileReview({ file, onDone }: { file: File; onDone: () => void }) {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const [reading, setReading] = useState<Reading>(NOTHING_SAID);
  const look = useFirstLook(campaign.publicId, file, reading);
  // Only the first time all of it is looked at.
  const whole = useFirstLook(campaign.publicId, file, NOTHING_SAID);
  const upload = useUpload(campaign.publicId);
  const unseen = isUnseen(file);
  const order = unseen ? { file, reading } : look.data && orderOf(file, reading, look.data);
  return (
    <div className="stack">
      <div className="row spread">
        <b className="text">{file.name}</b>
        <Button look="quiet" onClick={onDone}>
          {t('wizard.otherFile')}
        </Button>
      </div>
      {look.error && <ErrorNote error={look.error} />}
      <EarlierNote earlier={whole.data?.earlier ?? []} />
      {unseen && <p className="muted">{t('wizard.unseen')}</p>}
      {look.isLoading && <Skeleton count={1} />}
      {(look.data ?? look.error) && (
        <ReadingChips look={look.data} reading={reading} country={campaign.defaultCountry} onChange={setReading} />
      )}
      {look.data && !look.error && (
        <>
          <GarbledCells
            look={look.data}
            repairs={reading.repair === true}
            onRepair={(repair) => setReading({ ...reading, repair })}
          />
          <Mapping look={look.data} onPhone={(phoneColumn) => setReading({ ...reading, phoneColumn })} />
          {look.data.phoneColumn ? (
            <FirstRows look={look.data} />
          ) : (
            <p className="field-error">{t('wizard.noPhone')}</p>
          )}
        </>
      )}
      {(unseen || (look.data && !look.error)) && (
        <>
          {upload.error && <ErrorNote error={upload.error} />}
          <div className="row">
            <Button
              look="primary"
              busy={upload.isPending || look.isFetching}
              disabled={!order}
              onClick={() => order && upload.mutate(order, { onSuccess: onDone })}
            >
              {t('wizard.add')}
            </Button>
            {order && <CurlButton deed={uploadDeed(campaign.publicId, order)} />}
          </div>
        </>
      )}
    </div>
  );
}

/** How it is read once its first look has been seen; null while nobody knows where the phone numbers stand. */
function orderOf(file: File, reading: Reading, { phoneColumn, headed: header, country }: FirstLook): Upload | null {
  return phoneColumn === null ? null : { file, reading: { ...reading, phoneColumn, header, country } };
}

/** What each column is; sample values say it better than its name. */
function Mapping({ look, onPhone }: { look: FirstLook; onPhone: (column: string) => void }) {
  const { t } = useI18n();
  return (
    <table className="plain">
      <caption className="visually-hidden">{t('wizard.columns')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('wizard.column')}</th>
          <th scope="col">{t('wizard.column.samples')}</th>
          <th scope="col">{t('wizard.column.use')}</th>
        </tr>
      </thead>
      <tbody>
        {look.columns.map((column, index) => (
          <tr key={column}>
            <th scope="row" className="text">
              {column}
            </th>
            <td className="muted text">
              {look.rows
                .map(({ cells }) => cells[index] ?? '')
                .filter((cell) => cell !== '')
                .slice(0, SAMPLES)
                .join(' · ')}
            </td>
            <td className="field">
              <select
                aria-label={t('wizard.column.use.of', { column })}
                value={column === look.phoneColumn ? 'phone' : 'text'}
                onChange={(event) => event.target.value === 'phone' && onPhone(column)}
              >
                <option value="phone">{t('wizard.column.phone')}</option>
                <option value="text" disabled={column === look.phoneColumn}>
                  {slug(column) === null
                    ? t('wizard.column.unused')
                    : t('wizard.column.text', { place: `{{${slug(column)}}}` })}
                </option>
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

function FirstRows({ look }: { look: FirstLook }) {
  const i18n = useI18n();
  const { t, format } = i18n;
  const nameOf = useCountryName();
  const [all, setAll] = useState(false);
  const phone = look.columns.indexOf(look.phoneColumn ?? '');
  const rows = all ? look.rows : look.rows.slice(0, SHOWN);
  const outcome = ({ cells, phone: number, code, detail, country, proposal }: FirstLook['rows'][number]) => {
    if (code !== null) {
      const why = rowWords({ code, detail, country }, i18n, nameOf);
      return proposal === null ? why : `${why} · ${t('wizard.proposed', { number: proposal })}`;
    }
    if (country !== null) {
      return t('wizard.inferred.as', { country: nameOf(country) });
    }
    const written = cells[phone] ?? '';
    const inferred = !written.includes('+') && number !== null && digits(written) === digits(number);
    return inferred ? t('wizard.inferred') : '';
  };
  return (
    <>
      <table className="plain">
        <caption>{t('wizard.first', { count: look.rows.length })}</caption>
        <thead>
          <tr>
            <th scope="col" className="number-cell">
              {t('wizard.row')}
            </th>
            <th scope="col">{t('wizard.written')}</th>
            <th scope="col">{t('wizard.read')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <td className="number-cell">{format.number(row.row)}</td>
              <td className="mono text">{row.cells[phone]}</td>
              <td>
                {row.phone === null ? (
                  <b className="bad">✕ {outcome(row)}</b>
                ) : (
                  <span className="mono">{row.phone}</span>
                )}
                {row.phone !== null && outcome(row) !== '' && <span className="muted"> · {outcome(row)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {look.rows.length > SHOWN && (
        <div className="row">
          <Button look="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {t(all ? 'wizard.fewer' : 'wizard.all', { count: look.rows.length })}
          </Button>
        </div>
      )}
    </>
  );
}
