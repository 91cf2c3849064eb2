import type { Campaign, Forecast, Import, NotableRows, Preflight, Session } from '../../../api/types';
import type { Formats } from '../../../i18n/formats';
import type { Translate } from '../../../i18n/I18n';
import { isUp } from '../../numbers/states';
import type { Step } from './steps';

/** What was looked at before a start. */
export interface Finding {
  tone: 'bad' | 'warn' | 'ok';
  text: string;
  /** Where it can be put right. */
  step?: Step;
}

interface Looked {
  campaign: Campaign;
  session: Session | undefined;
  preflight: Preflight;
  rows: NotableRows | undefined;
  forecast: Forecast | undefined;
  imports: readonly Import[] | undefined;
}

/** Consent is asked for on the same page, so it is not reported as a flaw of the draft. */
const ASKED_HERE = 'consent_required';

const STEP_OF: Record<string, Step> = {
  template_missing: 'what',
  no_recipients: 'who',
  import_running: 'who',
  session_missing: 'from',
  session_banned: 'from',
  session_logged_out: 'from',
};

/** Everything worth knowing before a start: what forbids it, what to think about, and what is in order. */
export function findings(
  { campaign, session, preflight, rows, forecast, imports }: Looked,
  t: Translate,
  format: Formats,
  nameOf: (country: string) => string,
) {
  const found: Finding[] = preflight.problems
    .filter(({ code }) => code !== ASKED_HERE)
    .map(({ code, message }) => ({
      tone: 'bad',
      text: message,
      step: STEP_OF[code] ?? (code.startsWith('template') ? 'what' : 'who'),
    }));
  for (const { remark, country, count } of imports?.flatMap(({ remarks }) => remarks) ?? []) {
    if (remark === 'country_inferred') {
      found.push({
        tone: 'warn',
        text: t('wizard.check.inferred', { count, country: nameOf(country ?? '') }),
        step: 'who',
      });
    }
  }
  if (session && !isUp(session.state)) {
    found.push({ tone: 'warn', text: t('new.check.down', { name: session.name }), step: 'from' });
  }
  if (session?.restriction) {
    found.push({
      tone: 'warn',
      text: t('number.restricted', { until: format.full(session.restriction.until) }),
      step: 'from',
    });
  }
  if (rows && rows.missingCount > 0) {
    found.push({ tone: 'warn', text: t('wizard.check.missing', { count: rows.missingCount }), step: 'what' });
  }
  const days = forecast?.finishes[0]?.days;
  if (forecast && days === null) {
    found.push({ tone: 'warn', text: t('wizard.forecast.never'), step: 'from' });
  }
  if (campaign.recipients > 0) {
    found.push({ tone: 'ok', text: t('wizard.check.people', { count: campaign.recipients }) });
  }
  if (session && isUp(session.state)) {
    found.push({ tone: 'ok', text: t('wizard.check.number', { number: campaign.session?.number ?? session.name }) });
  }
  if (campaign.template !== null && rows?.missingCount === 0 && rows.looked > 0) {
    found.push({ tone: 'ok', text: t('wizard.check.text', { count: rows.looked }) });
  }
  return found;
}

/** A shape for each, so that the colour does not stand alone. */
export function checkSymbol(tone: Finding['tone']): string {
  return { bad: '✕', warn: '▲', ok: '✓' }[tone];
}
