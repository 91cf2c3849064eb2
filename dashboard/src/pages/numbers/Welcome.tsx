import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { perform } from '../../api/deed';
import { behaveSimulated, connectNumber } from '../../api/deeds';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Empty, ErrorNote } from '../../ui/Notes';

const DEMO = 'demo';

/** People who read and answer at once, so that a first message shows all that can come of it. */
const answering = (replyText: string) => ({
  deliverDelay: { min: 'PT0.5S', max: 'PT1.5S' },
  readDelay: { min: 'PT1S', max: 'PT3S' },
  replyDelay: { min: 'PT2S', max: 'PT5S' },
  replyRate: 1,
  replyText,
});

/** What stands where there is no number yet: a simulated one by one click, or a real one. */
export function Welcome({ onReal }: { onReal: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const deed = connectNumber({ id: DEMO, name: t('welcome.demo'), engine: 'simulator' });
  const simulate = useMutation({
    mutationFn: async () => {
      const session = await perform(deed);
      await perform(behaveSimulated(session.id, answering(t('welcome.reply'))));
      return session;
    },
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
