import { useMutation, useQueryClient } from '@tanstack/react-query';
import { perform } from '../../api/deed';
import { runNumber } from '../../api/deeds';
import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlMenu } from '../../ui/Curl';
import { errorText } from '../../ui/Notes';

type Switch = 'start' | 'stop';

interface Refused {
  name: string;
  error: unknown;
}

/** One after the other; whom it did not work for stays named. */
async function switchEach(sessions: readonly Session[], deed: Switch): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const { id, name } of sessions) {
    try {
      await perform(runNumber(id, deed));
    } catch (error) {
      refused.push({ name, error });
    }
  }
  return refused;
}

/** Switches the selected numbers on or off, and says what did not work. */
export function BulkSwitch({
  chosen,
  onAll,
  onNone,
}: {
  chosen: readonly Session[];
  onAll: () => void;
  onNone: () => void;
}) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: ({ sessions, deed }: { sessions: readonly Session[]; deed: Switch }) => switchEach(sessions, deed),
    onSuccess: onNone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const off = chosen.filter(({ desired }) => desired !== 'on');
  const on = chosen.filter(({ desired }) => desired === 'on');
  const parts: [Switch, readonly Session[]][] = [
    ['start', off],
    ['stop', on],
  ];
  return (
    <>
      <div className="row" role="group" aria-label={t('numbers.bulk')} data-bulk>
        <span role="status">{t('numbers.selected', { count: chosen.length })}</span>
        {parts.map(
          ([deed, sessions]) =>
            sessions.length > 0 && (
              <Button
                key={deed}
                busy={act.isPending && act.variables.deed === deed}
                onClick={() => act.mutate({ sessions, deed })}
              >
                {t(`numbers.bulk.${deed}`, { count: sessions.length })}
              </Button>
            ),
        )}
        <Button look="quiet" onClick={chosen.length > 0 ? onNone : onAll}>
          {t(chosen.length > 0 ? 'numbers.bulk.none' : 'numbers.bulk.all')}
        </Button>
        <CurlMenu
          deeds={parts.flatMap(([deed, sessions]) =>
            sessions.map(({ id, name }) => ({ label: `${t(`number.${deed}`)}: ${name}`, deed: runNumber(id, deed) })),
          )}
        />
      </div>
      {act.data && act.data.length > 0 && (
        <ul className="note note-bad" role="alert">
          {act.data.map(({ name, error }) => (
            <li key={name}>
              <b>{name}</b>: {errorText(error, t)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
