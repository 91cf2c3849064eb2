import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { perform } from '../../api/deed';
import { connectNumber } from '../../api/deeds';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Empty, ErrorNote } from '../../ui/Notes';

const DEMO = 'demo';

/** What stands where there is no number yet: a simulated one by one click, or a real one. */
export function Welcome({ onReal }: { onReal: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const deed = connectNumber({ id: DEMO, name: t('welcome.demo'), engine: 'simulator' });
  const simulate = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: (session) => {
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      go(`/numbers/${session.id}`);
    },
  });
  return (
    <Empty title={t('welcome.title')} text={t('welcome.text')}>
      <Button look="primary" busy={simulate.isPending} onClick={() => simulate.mutate()}>
        {t('welcome.simulator')}
      </Button>
      <Button onClick={onReal}>{t('numbers.connect')}</Button>
      <CurlButton deed={deed} />
      {simulate.error && <ErrorNote error={simulate.error} />}
    </Empty>
  );
}
