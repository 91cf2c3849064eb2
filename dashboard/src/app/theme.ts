export type Theme = 'system' | 'light' | 'dark';

const CHOSEN = 'staffetta.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

export function chosenTheme(): Theme {
  const chosen = localStorage.getItem(CHOSEN);
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

export function applyTheme(): void {
  const theme = chosenTheme();
  document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(CHOSEN, theme);
  applyTheme();
}

/** Follows the system's theme as long as none is chosen. */
export function followSystemTheme(): void {
  applyTheme();
  dark.addEventListener('change', applyTheme);
}
