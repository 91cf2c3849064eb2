import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, Redirect, useLocation, useSearchParams } from 'wouter';
import { campaignQuery } from '../../../api/queries';
import type { Campaign } from '../../../api/types/campaigns';
import { PageHead } from '../../../app/PageHead';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Note, Skeleton } from '../../../ui/Notes';
import { NoCampaign } from '../NoCampaign';
import { Begin } from './Begin';
import { CheckStep } from './CheckStep';
import { useAutosave } from './autosave';
import { DraftContext } from './draft';
import { FromStep } from './FromStep';
import { Rail } from './Rail';
import { isStep, next, stepPath, STEPS, visitedSteps, type Step } from './steps';
import { WhatStep } from './WhatStep';
import { WhenStep } from './WhenStep';
import { WhoStep } from './WhoStep';
import './wizard.css';

/** A new campaign. The draft lies on the server from its beginning on; the step stands in the address. */
export default function NewCampaign({ step }: { step: string }) {
  const [search] = useSearchParams();
  const id = search.get('c');
  const [file, setFile] = useState<File | null>(null);
  if (!isStep(step) || (id === null && step !== 'who')) {
    return <Redirect to={id === null ? '/campaigns/new/who' : stepPath('who', id)} replace />;
  }
  return id === null ? <Begin onFile={setFile} /> : <Found key={id} id={id} step={step} file={file} onFile={setFile} />;
}

interface Place {
  step: Step;
  file: File | null;
  onFile: (file: File | null) => void;
}

function Found({ id, ...place }: Place & { id: string }) {
  const { t } = useI18n();
  const draft = useQuery(campaignQuery(id));
  if (draft.data) {
    return draft.data.status === 'draft' ? (
      <Steps campaign={draft.data} {...place} />
    ) : (
      <Redirect to={`/campaigns/${id}`} replace />
    );
  }
  return (
    <>
      <PageHead title={t('new.title')} />
      {draft.error && <NoCampaign error={draft.error} onRetry={() => void draft.refetch()} />}
      {draft.isPending && <Skeleton count={1} />}
    </>
  );
}

function Steps({ campaign, step, file, onFile }: Place & { campaign: Campaign }) {
  const { t } = useI18n();
  const [, go] = useLocation();
  const { theirs, takeTheirs, keepMine, ...autosave } = useAutosave(campaign);
  const [taken, setTaken] = useState(0);
  const following = next(step);
  // One main button a screen: before there are people, it is the one that adds them.
  const pending = step === 'who' && (file !== null || campaign.recipients === 0);
  const goOn = () => {
    if (following) {
      // What could not be kept is said beside the draft; nothing that was typed is lost by going on.
      void autosave.flush().then(
        () => go(stepPath(following, campaign.publicId)),
        () => undefined,
      );
    }
  };
  return (
    <DraftContext value={{ ...autosave, campaign }}>
      <PageHead title={t('new.title')} />
      <StepList campaign={campaign} step={step} />
      {theirs && (
        <div role="alert">
          <Note tone="warn">
            <span>{t('wizard.theirs')}</span>
            <span className="row">
              <Button
                onClick={() => {
                  takeTheirs();
                  setTaken(taken + 1);
                }}
              >
                {t('wizard.theirs.take')}
              </Button>
              <Button onClick={keepMine}>{t('wizard.theirs.mine')}</Button>
            </span>
          </Note>
        </div>
      )}
      <div key={taken} className="wizard">
        <div className="stack">
          {step === 'who' && <WhoStep file={file} onFile={onFile} />}
          {step === 'what' && <WhatStep />}
          {step === 'from' && <FromStep />}
          {step === 'when' && <WhenStep />}
          {step === 'check' && <CheckStep />}
          {following && (
            <div className="row wizard-next">
              <Button look={pending ? 'plain' : 'primary'} aria-keyshortcuts="Control+Enter" onClick={goOn}>
                {t('wizard.next', { step: t(`wizard.step.${following}`) })}
              </Button>
              <span className="muted keyboard-hint">Ctrl ↵</span>
            </div>
          )}
        </div>
        <Rail />
      </div>
    </DraftContext>
  );
}

function StepList({ campaign, step }: { campaign: Campaign; step: Step }) {
  const { t } = useI18n();
  const list = useRef<HTMLElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) {
      shown.current = step;
      // A new step begins where it says which one it is.
      list.current?.querySelector<HTMLElement>('[aria-current]')?.focus();
    }
  }, [step]);
  const visited = visitedSteps(campaign.publicId, step);
  const done: Record<Step, boolean> = {
    who: campaign.recipients > 0,
    what: campaign.template !== null,
    from: campaign.sessionId !== null && visited.has('from'),
    when: visited.has('when'),
    check: false,
  };
  return (
    <nav ref={list} aria-label={t('new.steps')}>
      <ol className="wizard-steps">
        {STEPS.map((name, index) => (
          <li key={name}>
            <Link
              href={stepPath(name, campaign.publicId)}
              className="wizard-step"
              aria-current={name === step ? 'step' : undefined}
            >
              <span className="wizard-mark" aria-hidden="true">
                {done[name] && name !== step ? '✓' : index + 1}
              </span>
              {t(`wizard.step.${name}`)}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
