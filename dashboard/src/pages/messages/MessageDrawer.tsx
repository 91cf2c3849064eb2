import { useSearchParams } from 'wouter';
import { Fetched } from '../../app/Fetched';
import { page } from '../../app/page';
import { useI18n } from '../../i18n/I18n';
import { Dialog } from '../../ui/Dialog';

const Story = page(() => import('./Story'));

/** One message with all that happened to it; which one stands in the address. */
export function MessageDrawer() {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const id = Number(search.get('m'));
  const close = () =>
    setSearch((now) => {
      now.delete('m');
      return now;
    });
  return (
    <Dialog title={t('message.title', { id })} open={id > 0} onClose={close} side>
      <Fetched fallback={<p className="muted">{t('loading')}</p>}>{id > 0 && <Story key={id} id={id} />}</Fetched>
    </Dialog>
  );
}
