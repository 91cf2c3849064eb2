/** Where it is remembered that single keys do nothing; the settings switch it. */
const CHOSEN = 'staffetta.shortcuts';

/** After `g` the next key is waited for this long. */
export const SEQUENCE_MS = 1_500;

/** Where `g` and a letter lead. */
export const GO_TO: Readonly<Record<string, string>> = {
  o: '/',
  n: '/numbers',
  c: '/campaigns',
  q: '/queue',
  p: '/contacts',
  w: '/webhooks',
  a: '/api-keys',
  l: '/log',
  s: '/settings',
};

/** Whether keys without Ctrl are shortcuts; those who dictate, or hit keys by accident, switch them off. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(CHOSEN) !== 'off';
}

/** Whether what is typed goes into a field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  const button = target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type);
  return !button && target.matches('input, textarea, select, [contenteditable], [role=menuitem], [role=menuitemradio]');
}

/** What lies on top: an open dialog, else the page. */
export function topLayer(): ParentNode {
  const dialogs = document.querySelectorAll('[role=dialog]');
  return dialogs[dialogs.length - 1] ?? document;
}

/**
 * Presses what says by `aria-keyshortcuts` that this key is its own; only in the top layer.
 *
 * @returns whether there is such a thing
 */
export function press(keys: string): boolean {
  const all = topLayer().querySelectorAll<HTMLElement>(`[aria-keyshortcuts="${keys}"]:not(:disabled)`);
  const shown = [...all].find((each) => each.offsetParent !== null);
  shown?.click();
  return shown !== undefined;
}

/** Rows of lists; the focus goes to what opens them. */
const ROW = '[data-row]';
const OPENS = '[data-row-open]';

/** Moves the focus to the next row, or the one before; from nowhere to the first. */
export function moveRow(by: 1 | -1): boolean {
  const rows = [...topLayer().querySelectorAll<HTMLElement>(ROW)].filter((row) => row.offsetParent !== null);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + by))];
  next?.querySelector<HTMLElement>(OPENS)?.focus();
  return next !== undefined;
}

/** Whether the focus is in a row: there arrows move it too. */
export function inRow(): boolean {
  return document.activeElement?.closest(ROW) != null;
}

/** Selects the row that has the focus, or takes it out again; a range reaches from the row before. */
export function selectRow(range: boolean): boolean {
  const box = document.activeElement?.closest(ROW)?.querySelector<HTMLInputElement>('input[type=checkbox]');
  box?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: range }));
  return box != null;
}
