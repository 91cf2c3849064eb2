import { ApiError } from '../../api/client';
import { perform } from '../../api/deed';
import { retryMessage } from '../../api/deeds';

/** What came of repeating several messages. */
export interface Outcome {
  retried: number;
  /** How many were refused with which words. */
  refused: Map<string, number>;
}

/** One after the other; a refusal of one does not keep the others back. */
export async function retryEach(ids: readonly number[]): Promise<Outcome> {
  const outcome: Outcome = { retried: 0, refused: new Map() };
  for (const id of ids) {
    try {
      await perform(retryMessage(id));
      outcome.retried++;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 0 || error.status === 401 || error.status >= 500) {
        throw error;
      }
      outcome.refused.set(error.message, (outcome.refused.get(error.message) ?? 0) + 1);
    }
  }
  return outcome;
}
