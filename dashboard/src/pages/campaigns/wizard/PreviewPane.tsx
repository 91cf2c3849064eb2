import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Preview } from '../../../api/types/drafts';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { ErrorNote, Note } from '../../../ui/Notes';
import { Marked } from '../../../ui/Marked';
import '../../messages/messages.css';
import { notableQuery, previewQuery, useDraft } from './draft';

/** What each person gets, written by the very code that sends it. */
export function PreviewPane() {
  const { t, format } = useI18n();
  const { campaign } = useDraft();
  const [wanted, setRow] = useState(1);
  const row = Math.min(wanted, Math.max(1, campaign.recipients));
  const ready = campaign.recipients > 0 && campaign.template !== null;
  const preview = useQuery({
    ...previewQuery(campaign.publicId, row),
    enabled: ready,
    placeholderData: keepPreviousData,
  });
  const notable = useQuery({ ...notableQuery(campaign.publicId), enabled: ready });
  const places = [
    ['longest', notable.data?.longest],
    ['shortest', notable.data?.shortest],
    ['missing', notable.data?.missing],
  ] as const;
  return (
    <Card title={t('new.preview')} className="preview">
      {!ready && (
        <p className="muted">{t(campaign.recipients === 0 ? 'wizard.preview.nobody' : 'wizard.preview.noText')}</p>
      )}
      {preview.error && <ErrorNote error={preview.error} onRetry={() => void preview.refetch()} />}
      {ready && preview.data && (
        <>
          <p className="mono">{preview.data.international}</p>
          {preview.data.steps.map(({ step, text, error }) => (
            <div key={step} className="stack" data-step={step}>
              {step > 0 && <p className="muted">{t('wizard.later.step', { place: step })}</p>}
              {text === null ? (
                <CannotWrite error={error} />
              ) : (
                <p className="bubble">
                  <Marked text={text} />
                </p>
              )}
            </div>
          ))}
          {preview.data.wordings.length > 1 && <Wordings wordings={preview.data.wordings} />}
          <div className="row">
            <Button disabled={row <= 1} onClick={() => setRow(row - 1)}>
              {t('new.preview.back')}
            </Button>
            <span role="status">
              {format.number(row)} / {format.number(campaign.recipients)}
            </span>
            <Button disabled={row >= campaign.recipients} onClick={() => setRow(row + 1)}>
              {t('new.preview.next')}
            </Button>
          </div>
          <div className="row" role="group" aria-label={t('wizard.preview.jump')}>
            {campaign.recipients > 3 && (
              <button
                type="button"
                className="chip"
                onClick={() => setRow(1 + Math.floor(Math.random() * campaign.recipients))}
              >
                {t('wizard.preview.random')}
              </button>
            )}
            {places.map(
              ([name, place]) =>
                place !== null &&
                place !== undefined && (
                  <button
                    key={name}
                    type="button"
                    className="chip"
                    aria-pressed={place === row}
                    onClick={() => setRow(place)}
                  >
                    {name === 'missing'
                      ? t('wizard.preview.missing', { count: notable.data?.missingCount ?? 0 })
                      : t(`wizard.preview.${name}`)}
                  </button>
                ),
            )}
          </div>
        </>
      )}
    </Card>
  );
}

/** Why nothing can be written: which values are missing, as the server says. */
export function CannotWrite({ error }: { error: string | null }) {
  const { t } = useI18n();
  const [code, names] = (error ?? '').split(': ', 2);
  return (
    <Note tone="bad">
      {code === 'variable_missing' ? t('wizard.preview.lacks', { names: names ?? '' }) : t('reason.template_error')}
    </Note>
  );
}

/** What the same person would get in the other wordings. */
function Wordings({ wordings }: { wordings: Preview['wordings'] }) {
  const { t } = useI18n();
  return (
    <details className="stack" data-wordings>
      <summary>{t('wizard.variant.others', { count: wordings.length })}</summary>
      {wordings.map(({ text, error, own }, index) => (
        <div key={index} className="stack">
          <p className="muted">{t(own ? 'wizard.variant.own' : 'wizard.variant', { place: index + 1 })}</p>
          {text === null ? (
            <CannotWrite error={error} />
          ) : (
            <p className="bubble">
              <Marked text={text} />
            </p>
          )}
        </div>
      ))}
    </details>
  );
}
