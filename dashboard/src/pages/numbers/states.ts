import type { Session, SessionState } from '../../api/types/sessions';
import type { Tone } from '../../ui/Badge';

const TONES: Record<SessionState, Tone> = {
  initializing: 'calm',
  qr_generated: 'calm',
  authenticated: 'calm',
  ready: 'good',
  restricted: 'warn',
  disconnected: 'warn',
  logged_out: 'bad',
  stopped: 'calm',
  error: 'bad',
};

export function toneOf(state: SessionState): Tone {
  return TONES[state];
}

export function isUp(state: SessionState): boolean {
  return state === 'ready' || state === 'restricted';
}

/** Why a number that is not up is not. */
export function lostHow({ state, reason }: Session): 'banned' | 'loggedOut' | 'stopped' | 'down' {
  if (state === 'error' && reason === 'banned') {
    return 'banned';
  }
  return state === 'logged_out' ? 'loggedOut' : state === 'stopped' ? 'stopped' : 'down';
}
