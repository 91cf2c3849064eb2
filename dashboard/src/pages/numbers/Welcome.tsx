import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../../api/client';
import type { Session } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Empty, ErrorNote } from '../../ui/Notes';

const DEMO = 'demo';

/** What stands where there is no number yet: a simulated one by one click, or a real one. */
export function Welcome({ onReal }: { onReal: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const simulate = useMutation({
    mutationFn: () =>
      call<Session>('POST', '/api/v1/sessions', { id: DEMO, name: t('welcome.demo'), engine: 'simulator' }),
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
      {simulate.error && <ErrorNote error={simulate.error} />}
    </Empty>
  );
}
