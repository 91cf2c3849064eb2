import { useMutation, useQueryClient } from '@tanstack/react-query';
import { perform } from '../../api/deed';
import { resendDelivery, webhooksQuery } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { errorText } from '../../ui/Notes';

/** Sends a delivery again, now, under the id that it had. */
export function Resend({
  webhook,
  delivery,
  name,
  disabled = false,
  withCurl = false,
}: {
  webhook: number;
  delivery: number;
  name: string;
  disabled?: boolean;
  /** Whether it is offered as a command too: where there is room for it. */
  withCurl?: boolean;
}) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const deed = resendDelivery(webhook, delivery);
  const resend = useMutation({
    mutationFn: () => perform(deed),
    onSettled: () =>
      Promise.all(
        [['deliveries', webhook], ['delivery', webhook, delivery], webhooksQuery.queryKey].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <>
      {withCurl && <CurlButton deed={deed} />}
      <Button
        busy={resend.isPending}
        disabled={disabled}
        aria-label={t('hooks.resend.of', { name })}
        onClick={() => resend.mutate()}
      >
        {t('hooks.resend')}
      </Button>
      {resend.error && (
        <p className="field-error" role="alert">
          {errorText(resend.error, t)}
        </p>
      )}
    </>
  );
}
