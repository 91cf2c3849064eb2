const SWITCH = 'staffetta.shortcuts';

/** Whether single keys do something in this browser. */
export function shortcutsOn(): boolean {
  return localStorage.getItem(SWITCH) !== 'off';
}

export function switchShortcuts(on: boolean): void {
  if (on) {
    localStorage.removeItem(SWITCH);
  } else {
    localStorage.setItem(SWITCH, 'off');
  }
}
