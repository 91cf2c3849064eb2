import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client';
import type { Campaign } from '../../api/types/campaigns';
import type { Trial } from '../../api/types/drafts';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Marked } from '../../ui/Marked';
import { ErrorNote, Note } from '../../ui/Notes';
import '../messages/messages.css';
import { CannotWrite } from './wizard/PreviewPane';

/** Nobody is asked what a text says while it is still being typed. */
const QUIET_MS = 400;
/** The server counts no further. */
const MANY = 10_000;

interface Props {
  campaign: Campaign;
  template: string;
  variants: readonly string[];
  /** The version that the text would be. */
  version: number;
}

/** What a new text would say to somebody who still waits, in the words of the code that sends, and to how many it goes. */
export function TrialPane({ campaign, template, variants, version }: Props) {
  const { t, format } = useI18n();
  const [after, setAfter] = useState(0);
  const text = useQuiet(JSON.stringify({ template, variants }));
  const trial = useQuery({
    queryKey: ['trial', campaign.publicId, text, after],
    queryFn: () =>
      call<Trial>('POST', `/api/v1/campaigns/${campaign.publicId}/preview`, {
        ...(JSON.parse(text) as object),
        after,
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  });
  const shown = trial.data;
  const waiting = shown === undefined ? campaign.counters.pending : shown.waiting;
  return (
    <section className="stack" aria-label={t('trial.title')} data-trial={shown?.waiting}>
      <Note>
        {t('edit.text.effect', {
          count: waiting < MANY ? waiting : Math.max(MANY, campaign.counters.pending),
          version,
        })}{' '}
        {t('edit.text.kept', { count: campaign.counters.total - campaign.counters.pending })}
      </Note>
      {trial.error && <ErrorNote error={trial.error} />}
      {shown && shown.phone === null && <p className="muted">{t('trial.nobody')}</p>}
      {shown && shown.phone !== null && !trial.error && (
        <>
          <p>
            {t('trial.for')} <span className="mono">{shown.international}</span>
          </p>
          {shown.text === null ? (
            <CannotWrite error={shown.error} />
          ) : (
            <p className="bubble">
              <Marked text={shown.text} />
            </p>
          )}
          {shown.waiting > 1 && (
            <div className="row">
              <Button onClick={() => setAfter(shown.message ?? 0)}>{t('trial.next')}</Button>
              <span className="muted">{t('trial.of', { count: format.number(shown.waiting) })}</span>
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** A value, once it has stayed the same for a moment. */
function useQuiet(value: string): string {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}
