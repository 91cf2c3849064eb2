import type { Campaign } from '../../../api/types/campaigns';
import type { Forecast, NotableRows, Preflight } from '../../../api/types/drafts';
import type { Import } from '../../../api/types/imports';
import type { Session } from '../../../api/types/sessions';
import type { Formats } from '../../../i18n/formats';
import type { Translate } from '../../../i18n/I18n';
import { named } from '../../numbers/named';
import { isUp } from '../../numbers/states';
import type { Step } from './steps';
import { opensAfter } from './when';

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
  /** When it is to start; null for at once. */
  startAt: string | null;
}

/** Consent is asked for on the same page, so it is not reported as a flaw of the draft. */
const ASKED_HERE = 'consent_required';

const STEP_OF: Record<string, Step> = {
  template_missing: 'what',
  schedule_in_past: 'when',
  schedule_too_far: 'when',
  no_recipients: 'who',
  import_running: 'who',
  session_missing: 'from',
  session_banned: 'from',
  session_logged_out: 'from',
};

/** Everything worth knowing before a start: what forbids it, what to think about, and what is in order. */
export function findings(
  { campaign, session, preflight, rows, forecast, imports, startAt }: Looked,
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
  const all = rows !== undefined && rows.looked >= campaign.recipients;
  const missing = rows?.missingCount ?? 0;
  if (rows && missing > 0) {
    found.push({
      tone: missing === rows.looked ? 'bad' : 'warn',
      text: t(all ? 'wizard.check.missing' : 'wizard.check.missing.looked', { count: missing, looked: rows.looked }),
      step: 'what',
    });
  }
  const opens = startAt === null ? null : opensAfter(Date.parse(startAt), campaign.businessHours);
  if (opens !== null) {
    found.push({ tone: 'warn', text: t('wizard.check.noHours', format.at(opens)), step: 'when' });
  }
  const days = forecast?.finishes[0]?.days;
  if (forecast && days === null) {
    found.push({ tone: 'warn', text: t('wizard.forecast.never'), step: 'from' });
  }
  const ready = campaign.recipients - missing;
  if (ready > 0 && (all || missing === 0)) {
    found.push({ tone: 'ok', text: t('wizard.check.people', { count: ready }) });
  }
  if (session && isUp(session.state)) {
    found.push({
      tone: 'ok',
      text: t('wizard.check.number', { number: campaign.session ? named(campaign.session) : session.name }),
    });
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
