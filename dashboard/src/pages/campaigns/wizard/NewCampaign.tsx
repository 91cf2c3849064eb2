import { useQuery } from '@tanstack/react-query';
import { Link, Redirect, useSearchParams } from 'wouter';
import { campaignQuery } from '../../../api/queries';
import { PageHead } from '../../../app/PageHead';
import { useI18n } from '../../../i18n/I18n';
import { ErrorNote, Skeleton } from '../../../ui/Notes';
import { CheckStep } from './CheckStep';
import { PeopleStep } from './PeopleStep';
import { TextStep } from './TextStep';
import './wizard.css';

const STEPS = ['text', 'people', 'check'] as const;

/** A new campaign in three steps. The draft lies on the server from the first one on; which one stands in the address. */
export default function NewCampaign({ step }: { step: string }) {
  const { t } = useI18n();
  const [search] = useSearchParams();
  const id = search.get('c');
  const draft = useQuery({ ...campaignQuery(id ?? ''), enabled: id !== null });
  if (id === null && step !== 'text') {
    return <Redirect to="/campaigns/new/text" replace />;
  }
  if (draft.data && draft.data.status !== 'draft') {
    return <Redirect to={`/campaigns/${draft.data.publicId}`} replace />;
  }
  return (
    <>
      <PageHead title={t('new.title')} />
      <nav aria-label={t('new.steps')}>
        <ol className="wizard-steps">
          {STEPS.map((name, index) => (
            <li key={name}>
              {id === null && name !== 'text' ? (
                <span className="wizard-step">
                  {index + 1} {t(`new.step.${name}`)}
                </span>
              ) : (
                <Link
                  href={`/campaigns/new/${name}${id === null ? '' : `?c=${id}`}`}
                  className="wizard-step"
                  aria-current={name === step ? 'step' : undefined}
                >
                  {index + 1} {t(`new.step.${name}`)}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      {draft.error && <ErrorNote error={draft.error} onRetry={() => void draft.refetch()} />}
      {id !== null && draft.isPending && <Skeleton count={1} />}
      {step === 'text' && (id === null || draft.data) && <TextStep key={id} draft={draft.data} />}
      {step === 'people' && draft.data && <PeopleStep draft={draft.data} />}
      {step === 'check' && draft.data && <CheckStep draft={draft.data} />}
    </>
  );
}
