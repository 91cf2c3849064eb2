// Carries WhatsApp sessions for the process that started it: JSON lines in on stdin, JSON lines out on stdout.
import { say } from './src/quiet.mjs';

// Only now, with the console silenced: libsignal prints private keys through it.
const { start } = await import('./src/sidecar.mjs');
start(say);
