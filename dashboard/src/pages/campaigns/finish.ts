import type { Campaign } from '../../api/types/campaigns';
import type { Formats } from '../../i18n/formats';

const MINUTE_MS = 60_000;

/** The next whole minute: what is written without seconds must not end before what it stands for. */
function wholeMinute(instant: string): number {
  return Math.ceil(Date.parse(instant) / MINUTE_MS) * MINUTE_MS;
}

/** Between when and when a campaign will be done, as it is written beside its likely end; null where both are the same. */
export function finishRange(
  { estimatedCompletion, estimatedCompletionRange: range }: Campaign,
  format: Formats,
): { from: string; to: string } | null {
  if (!estimatedCompletion || !range) {
    return null;
  }
  const from = format.beside(range.earliest, estimatedCompletion);
  const to = format.beside(wholeMinute(range.latest), estimatedCompletion);
  return from === to ? null : { from, to };
}
