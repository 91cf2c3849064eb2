import { useQuery } from '@tanstack/react-query';
import { call } from '../../../api/client';
import type { RepairedText } from '../../../api/types/drafts';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Note } from '../../../ui/Notes';
import { Marked } from '../../../ui/Marked';

/** Only letters beyond ASCII can have been read wrongly. */
const BEYOND_ASCII = /[^\p{ASCII}]/u;

/** Says that a text was read wrongly once, shows how it would be put right, and does so. */
export function GarbledNote({ text, onRepair }: { text: string; onRepair: (repaired: string) => void }) {
  const { t } = useI18n();
  const looked = useQuery({
    queryKey: ['repair', text],
    queryFn: () => call<RepairedText>('POST', '/api/v1/texts/repair', { text }),
    enabled: BEYOND_ASCII.test(text),
    staleTime: Infinity,
  });
  const repaired = looked.data?.repaired ?? null;
  if (repaired === null || !BEYOND_ASCII.test(text)) {
    return null;
  }
  return (
    <Note tone="warn">
      <p>{t('garbled.text')}</p>
      <p className="bubble">
        <Marked text={repaired} />
      </p>
      <div className="row">
        <Button onClick={() => onRepair(repaired)}>{t('garbled.text.repair')}</Button>
      </div>
    </Note>
  );
}
