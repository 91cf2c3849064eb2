import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type SyntheticEvent } from 'react';
import { ApiError } from '../../api/client';
import { perform } from '../../api/deed';
import { changeCampaign } from '../../api/deeds';
import { campaignQuery } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { ErrorNote, Note } from '../../ui/Notes';
import { TrialPane } from './TrialPane';
import { DraftContext, type Content, type Draft } from './wizard/draft';
import { Pacing } from './wizard/Pacing';
import { Variants } from './wizard/Variants';
import './wizard/wizard.css';

/** Changes pace and text of a campaign that is under way: for those whose turn has not come. */
export default function EditRunning({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  // What was there when it was opened: somebody else's change in between is not written over.
  const [seen, setSeen] = useState(campaign);
  const [text, setText] = useState(campaign.template ?? '');
  const [variants, setVariants] = useState<readonly string[]>(campaign.variants);
  const [pace, setPace] = useState<Content>({});
  const further = variants.filter((variant) => variant.trim() !== '');
  const rewritten = text.trim() !== '' && (text !== seen.template || further.join('\0') !== seen.variants.join('\0'));
  const content: Content = { ...pace, ...(rewritten ? { template: text, variants: further } : {}) };
  const deed = changeCampaign(campaign.publicId, content, seen.version);
  const save = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: (changed) => {
      queries.setQueryData(campaignQuery(campaign.publicId).queryKey, changed);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  const stale = save.error instanceof ApiError && save.error.status === 412;
  const draft = useMemo<Draft>(
    () => ({
      campaign: seen,
      typed: {},
      hold: () => undefined,
      save: (more) => setPace((before) => ({ ...before, ...more })),
      flush: () => Promise.resolve(),
      saving: false,
      error: null,
    }),
    [seen],
  );
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title={t('edit.title', { name: campaign.name })} open onClose={onClose}>
      <form className="stack" onSubmit={submit} data-edit>
        {seen.messageTemplate === null && (
          <>
            <TextArea
              label={t('new.text')}
              hint={t('new.text.hint')}
              rows={5}
              required
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Variants variants={variants} onChange={setVariants} />
          </>
        )}
        {rewritten && (
          <TrialPane campaign={campaign} template={text} variants={further} version={seen.textVersion + 1} />
        )}
        <DraftContext value={draft}>
          <Pacing />
        </DraftContext>
        {stale && (
          <Note tone="warn">
            <span>{t('edit.stale')}</span>
            <Button
              onClick={() => {
                setSeen(campaign);
                save.reset();
              }}
            >
              {t('edit.stale.do')}
            </Button>
          </Note>
        )}
        {save.error && !stale && <ErrorNote error={save.error} />}
        <div className="dialog-actions">
          <CurlButton deed={deed} />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            busy={save.isPending}
            disabled={Object.keys(content).length === 0 || text.trim() === ''}
          >
            {t(rewritten ? 'edit.save.text' : 'edit.save', { count: campaign.counters.pending })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
