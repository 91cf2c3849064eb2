import type { SessionState } from '../../api/types/sessions';
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
