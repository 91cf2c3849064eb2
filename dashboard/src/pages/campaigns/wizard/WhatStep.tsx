import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../../../api/client';
import { enginesQuery, sessionsQuery } from '../../../api/queries';
import type { ApprovedTemplate } from '../../../api/types/campaigns';
import type { Page } from '../../../api/types/page';
import { useI18n } from '../../../i18n/I18n';
import { Card } from '../../../ui/Card';
import { TextArea } from '../../../ui/Field';
import { ErrorNote, errorText } from '../../../ui/Notes';
import { ApprovedChoice } from './ApprovedChoice';
import { importsQuery, useDraft } from './draft';
import { FollowUps } from './FollowUps';
import { GarbledNote } from './GarbledNote';
import { PreviewPane } from './PreviewPane';
import { slug } from './slug';
import { Variants } from './Variants';

/** What is written: the text or an approved template, what follows, and how it arrives. */
export function WhatStep() {
  const { campaign } = useDraft();
  const sessions = useQuery(sessionsQuery);
  const session = sessions.data?.find(({ id }) => id === campaign.sessionId);
  const engines = useQuery(enginesQuery);
  const approvedOnly = engines.data?.some(
    ({ name, capabilities }) => name === session?.engine && capabilities.templatesOnly,
  );
  const templates = useQuery({
    queryKey: ['templates', campaign.sessionId],
    queryFn: async () => {
      const path = `/api/v1/sessions/${encodeURIComponent(campaign.sessionId ?? '')}/templates?limit=200`;
      return (await call<Page<ApprovedTemplate>>('GET', path)).items;
    },
    enabled: approvedOnly === true,
  });
  return (
    <div className="wizard-columns">
      <div className="stack">
        {approvedOnly ? (
          <>
            {templates.error && <ErrorNote error={templates.error} onRetry={() => void templates.refetch()} />}
            {templates.data && <ApprovedChoice templates={templates.data.filter(({ approved }) => approved)} />}
          </>
        ) : (
          <Text />
        )}
        <FollowUps />
      </div>
      <PreviewPane />
    </div>
  );
}

/** What the people's files have to put into a text. */
export function usePlaces(): string[] {
  const { campaign } = useDraft();
  const imports = useQuery(importsQuery(campaign.publicId));
  const columns = (imports.data ?? []).flatMap(({ columns, phoneColumn }) =>
    columns.filter((column) => column !== phoneColumn),
  );
  return [...new Set(columns.map(slug).filter((name) => name !== null))];
}

function Text() {
  const { t, format } = useI18n();
  const { campaign, typed, save, hold, flush, error } = useDraft();
  const [text, setText] = useState(typed.template ?? campaign.template ?? '');
  const [variants, setVariants] = useState<readonly string[]>(typed.variants ?? campaign.variants);
  const area = useRef<HTMLTextAreaElement>(null);
  const places = usePlaces();
  const keep = (template: string, further: readonly string[]) => {
    const content = { template, variants: further.filter((variant) => variant.trim() !== '') };
    if (template.trim() === '') {
      hold(content);
    } else {
      save(content);
    }
  };
  const write = (next: string) => {
    setText(next);
    keep(next, variants);
  };
  const vary = (next: readonly string[]) => {
    setVariants(next);
    keep(text, next);
  };
  const emptied = text.trim() === '' && campaign.template !== null;
  const insert = (before: string, after = '') => {
    const { current } = area;
    if (current) {
      const { selectionStart: from, selectionEnd: to } = current;
      write(text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to));
      current.focus();
      requestAnimationFrame(() => current.setSelectionRange(from + before.length, to + before.length));
    }
  };
  return (
    <Card title={t('wizard.what.title')}>
      <div className="row" role="group" aria-label={t('wizard.insert')}>
        {places.map((place) => (
          <button key={place} type="button" className="chip" onClick={() => insert(`{{${place}}}`)}>
            {`{{${place}}}`}
          </button>
        ))}
        <button type="button" className="chip" aria-label={t('wizard.bold')} onClick={() => insert('*', '*')}>
          <b aria-hidden="true">*b*</b>
        </button>
        <button type="button" className="chip" aria-label={t('wizard.italic')} onClick={() => insert('_', '_')}>
          <i aria-hidden="true">_i_</i>
        </button>
      </div>
      <TextArea
        ref={area}
        label={t('new.text')}
        hint={t('new.text.hint')}
        required
        rows={8}
        value={text}
        error={emptied ? t('wizard.text.missing') : error ? errorText(error, t) : undefined}
        placeholder={t('new.template')}
        onChange={(event) => write(event.target.value)}
        onBlur={() => void flush().catch(() => undefined)}
      />
      <Variants variants={variants} onChange={vary} onLeave={() => void flush().catch(() => undefined)} />
      <p className="muted">
        {t('wizard.text.facts', {
          count: text.length,
          seconds: format.number(Math.min(20, Math.max(1, Math.round((text.length * 60) / 230)))),
        })}
      </p>
      <GarbledNote text={campaign.template ?? ''} onRepair={write} />
    </Card>
  );
}
