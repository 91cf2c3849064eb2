import type { FirstLook } from '../../../api/types/imports';
import { useI18n } from '../../../i18n/I18n';
import type { Reading } from './upload';

const CHARSETS = ['UTF-8', 'windows-1252', 'UTF-16LE', 'UTF-16BE'] as const;
const DELIMITERS = [';', ',', 'tab', '|'] as const;
const COUNTRIES = [
  'IT',
  'BR',
  'PT',
  'AO',
  'MZ',
  'ID',
  'ES',
  'MX',
  'AR',
  'CO',
  'CL',
  'PE',
  'GB',
  'US',
  'FR',
  'DE',
  'CH',
];

interface Props {
  look: FirstLook | undefined;
  reading: Reading;
  /** The campaign's own country. */
  country: string;
  onChange: (reading: Reading) => void;
}

/** How the file is read: what was found out, and can be put right. */
export function ReadingChips({ look, reading, country, onChange }: Props) {
  const { t, language } = useI18n();
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const delimiter = look?.delimiter === '\t' ? 'tab' : look?.delimiter;
  const chosen = reading.country ?? look?.country ?? country;
  const isText = look ? look.charset !== null : true;
  return (
    <div className="row" role="group" aria-label={t('wizard.reading')}>
      {isText && (
        <>
          <select
            className="chip-select"
            aria-label={t('wizard.charset')}
            value={reading.charset ?? look?.charset ?? 'UTF-8'}
            onChange={(event) => onChange({ ...reading, charset: event.target.value })}
          >
            {CHARSETS.map((name) => (
              <option key={name} value={name}>
                {name === 'windows-1252' ? 'Windows-1252' : name}
              </option>
            ))}
          </select>
          <select
            className="chip-select"
            aria-label={t('wizard.delimiter')}
            value={reading.delimiter ?? delimiter ?? ','}
            onChange={(event) => onChange({ ...reading, delimiter: event.target.value })}
          >
            {DELIMITERS.map((mark) => (
              <option key={mark} value={mark}>
                {t(`wizard.delimiter.${DELIMITER_NAMES[mark]}`)}
              </option>
            ))}
          </select>
        </>
      )}
      <select
        className="chip-select"
        aria-label={t('wizard.header')}
        value={String(reading.header ?? look?.headed ?? true)}
        onChange={(event) => onChange({ ...without(reading), header: event.target.value === 'true' })}
      >
        <option value="true">{t('wizard.header.yes')}</option>
        <option value="false">{t('wizard.header.no')}</option>
      </select>
      <select
        className="chip-select"
        aria-label={t('wizard.country')}
        value={chosen}
        onChange={(event) => onChange({ ...reading, country: event.target.value })}
      >
        {[...new Set([chosen, country, ...COUNTRIES])].map((code) => (
          <option key={code} value={code}>
            {t('wizard.country.numbers', { country: names.of(code) ?? code })}
          </option>
        ))}
      </select>
    </div>
  );
}

const DELIMITER_NAMES = { ';': 'semicolon', ',': 'comma', tab: 'tab', '|': 'bar' } as const;

/** Without a header the columns have other names, so the one that was chosen is none of them. */
function without(reading: Reading): Reading {
  return Object.fromEntries(Object.entries(reading).filter(([name]) => name !== 'phoneColumn'));
}
