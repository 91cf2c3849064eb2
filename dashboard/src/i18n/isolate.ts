/** Signs that turn the direction of what follows, and letters that are written from right to left. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Script=Arabic}|\p{Script=Hebrew}/u;
const ENDING = /[\u2066-\u2069]/g;

/** What people wrote, within a sentence of ours: its direction ends where it ends (Unicode's FSI and PDI). */
export function isolate(text: string): string {
  return TURNING.test(text) ? `\u2068${text.replace(ENDING, '')}\u2069` : text;
}
