import type { Language } from '../../i18n/languages';

const LETTERS = Array.from({ length: 26 }, (_, n) => String.fromCharCode(65 + n));
/** Regions that have a name and are no countries, or are others' former names. */
const NONE = new Set(
  'AC CP CQ DG EA EU EZ IC TA UN XA XB ZZ AN BU CS DD FX NT QO QU SU TP UK VD YD YU ZR DY HV NH RH'.split(' '),
);

/** All countries by their names in a language, sorted as it sorts. */
export function countries(language: Language): [code: string, name: string][] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .flatMap((code): [string, string][] => {
      const name = NONE.has(code) ? undefined : names.of(code);
      return name === undefined ? [] : [[code, name]];
    })
    .sort(([, one], [, other]) => one.localeCompare(other, language));
}
