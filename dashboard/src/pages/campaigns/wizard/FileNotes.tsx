import type { FirstLook } from '../../../api/types/imports';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Note } from '../../../ui/Notes';

const SHOWN = 3;
/** What could not be read in the encoding that was taken. */
const UNREADABLE = '\ufffd';

/** That the same file was read before: when, into which campaign, and how many came of it. */
export function EarlierNote({ earlier }: { earlier: FirstLook['earlier'] }) {
  const { t, format } = useI18n();
  return (
    earlier.length > 0 && (
      <Note tone="warn">
        {earlier.map(({ importId, at, accepted, campaign }) => (
          <p key={importId}>{t('import.earlier', { day: format.day(at), count: accepted, campaign })}</p>
        ))}
      </Note>
    )
  );
}

interface Props {
  look: FirstLook;
  repairs: boolean;
  onRepair: (repairs: boolean) => void;
}

/** Text that was read wrongly once: some of it as it is and as it would be, and the choice to put it right. */
export function GarbledCells({ look, repairs, onRepair }: Props) {
  const { t } = useI18n();
  if (repairs) {
    return (
      <Note>
        <p role="status">{t('garbled.repairs')}</p>
        <div className="row">
          <Button onClick={() => onRepair(false)}>{t('garbled.keep')}</Button>
        </div>
      </Note>
    );
  }
  if (look.garbled.length > 0) {
    return (
      <Note tone="warn">
        <p>{t('garbled.cells')}</p>
        <ul>
          {look.garbled.slice(0, SHOWN).map(({ row, column, written, repaired }) => (
            <li key={`${row} ${column}`} className="text">
              <span className="muted">{t('new.row', { row })}</span> <bdi>{written}</bdi> → <b>{repaired}</b>
            </li>
          ))}
        </ul>
        <div className="row">
          <Button onClick={() => onRepair(true)}>{t('garbled.repair')}</Button>
        </div>
      </Note>
    );
  }
  return (
    look.rows.some(({ cells }) => cells.some((cell) => cell.includes(UNREADABLE))) && (
      <Note tone="warn">{t('wizard.garbled')}</Note>
    )
  );
}
