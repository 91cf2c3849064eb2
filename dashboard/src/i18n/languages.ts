import type it from './it.json';

/** Every text there is; all five files have the same keys, which a test checks. */
export type TextKey = keyof typeof it;
export type Texts = Record<TextKey, string>;

export type Language = 'it' | 'pt-BR' | 'en' | 'id' | 'es';

/** Each in its own words. */
export const LANGUAGES: Record<Language, string> = {
  it: 'Italiano',
  'pt-BR': 'Português',
  en: 'English',
  id: 'Bahasa Indonesia',
  es: 'Español',
};

/** Fetched when needed: a first load carries one language. */
export const FILES: Record<Language, () => Promise<{ default: Texts }>> = {
  it: () => import('./it.json'),
  'pt-BR': () => import('./pt-BR.json'),
  en: () => import('./en.json'),
  id: () => import('./id.json'),
  es: () => import('./es.json'),
};

const CHOSEN = 'staffetta.language';

export function isLanguage(value: string | null): value is Language {
  return value !== null && value in LANGUAGES;
}

/** What was chosen in this browser, else the first of the browser's languages that there is, else English. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(CHOSEN);
  if (isLanguage(chosen)) {
    return chosen;
  }
  const all = Object.keys(LANGUAGES) as Language[];
  for (const wanted of navigator.languages) {
    const primary = wanted.split('-', 1)[0];
    const found = all.find((language) => language.split('-', 1)[0] === primary);
    if (found) {
      return found;
    }
  }
  return 'en';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(CHOSEN, language);
}

/** The server's name of a language. */
export function serverLocale(language: Language): string {
  return language === 'pt-BR' ? 'pt' : language;
}
