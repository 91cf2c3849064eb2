import type { Language } from './languages';

/** The highest limit of a number that can be set: it stands for none. */
export const NO_LIMIT = 10_000_000;

/** Where somebody is: how their region writes, and what time it is there. */
export interface Place {
  /** ISO 3166, two upper-case letters. */
  country: string;
  timeZone: string;
}

/** An instant for a sentence. */
export interface Moment extends Record<string, string> {
  /** `vowel` for the 8th and the 11th, before which Italian elides. */
  dated: 'today' | 'vowel' | 'day';
  day: string;
  time: string;
}

/** Days whose number begins with a vowel where it is spoken in Italian. */
const VOWELS: readonly number[] = [8, 11];

/** Numbers and times as the language and the region write them. */
export interface Formats {
  number: (value: number) => string;
  /** A limit of a number; the highest one there is stands for none. */
  limit: (messages: number) => string;
  percent: (part: number, whole: number) => string;
  seconds: (milliseconds: number) => string;
  /** 14 min, 2 h 5 min, 3 days. */
  duration: (milliseconds: number) => string;
  /** 3 days ago. */
  ago: (instant: string | number) => string;
  /** 14:02 today, with the day on other days; with the zone where it is not this browser's. */
  time: (instant: string | number) => string;
  /** The same beside another instant: the day is left out where it is that of the other. */
  beside: (instant: string | number, other: string | number) => string;
  /** 14:02:11 */
  clock: (instant: string | number) => string;
  /** 14:02, whichever day and zone: where many stand beside each other, such as below a chart. */
  hour: (instant: string | number) => string;
  /** 21 Nov, the same way. */
  date: (instant: string | number) => string;
  /** Where the days begin of which the others speak; without one, those of this browser. */
  timeZone: string | undefined;
  /** The same for sentences, whose words differ with the day; the year stands where it is not the present one. */
  at: (instant: string | number) => Moment;
  /** The zone all of these are in. */
  zone: () => string;
  /** The day alone. */
  day: (instant: string | number) => string;
  /** The whole instant, with its time zone. */
  full: (instant: string | number) => string;
}

/** The language as it is written in a country, such as Portuguese in Angola; elsewhere as the language itself. */
export function regional(language: Language, place: Place | null): string {
  const wanted = place && `${new Intl.Locale(language).language}-${place.country}`;
  return wanted && Intl.DateTimeFormat.supportedLocalesOf([wanted]).length > 0 ? wanted : language;
}

/** What is made when it is first needed: a first view needs few of the formats, and each takes its time to make. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const made = new Map<string, Intl.NumberFormat>();

/** How numbers are written, everywhere: thousands are always set apart, even where a language spares four digits. */
export function numberFormat(locales?: string | string[], options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = JSON.stringify([locales, options]);
  const known = made.get(key) ?? new Intl.NumberFormat(locales, { useGrouping: 'always', ...options });
  made.set(key, known);
  return known;
}

export function formats(language: Language, place: Place | null): Formats {
  const locale = regional(language, place);
  const numbers = (options: Intl.NumberFormatOptions = {}) => once(() => numberFormat(locale, options));
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const number = numbers();
  const percent = numbers({ style: 'percent', ...tenths });
  const seconds = numbers(tenths);
  const here = once(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const zone = place ? { timeZone: place.timeZone } : {};
  const named = () => (place && place.timeZone !== here() ? { ...zone, timeZoneName: 'short' as const } : zone);
  const times = (options: () => Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(locale, options()));
  const date = times(() => ({ dateStyle: 'medium', ...zone }));
  const time = times(() => ({ hour: '2-digit', minute: '2-digit', ...named() }));
  const dayAlone = { day: 'numeric', month: 'short', ...zone } as const;
  const minutes = { hour: '2-digit', minute: '2-digit' } as const;
  const dated = times(() => ({ ...dayAlone, ...minutes, ...named() }));
  const datedAfar = times(() => ({ ...dayAlone, year: 'numeric', ...minutes, ...named() }));
  const shortAfar = times(() => ({ ...dayAlone, year: 'numeric' }));
  const numerals = once(() => new Intl.DateTimeFormat('en', { year: 'numeric', day: 'numeric', ...zone }));
  const numeral = (at: Date, type: 'year' | 'day') =>
    Number(
      numerals()
        .formatToParts(at)
        .find((part) => part.type === type)?.value,
    );
  const thisYear = (at: Date) => numeral(at, 'year') === numeral(new Date(), 'year');
  const sameDay = (at: Date, other: Date) => date().format(at) === date().format(other);
  const hour = times(() => ({ hour: '2-digit', minute: '2-digit', ...zone }));
  const short = times(() => dayAlone);
  const clock = times(() => ({ hour: '2-digit', minute: '2-digit', second: '2-digit', ...zone }));
  const full = times(() => ({ dateStyle: 'medium', timeStyle: 'long', ...zone }));
  const beside = (instant: string | number, other: string | number | Date) => {
    const at = new Date(instant);
    return (sameDay(at, new Date(other)) ? time() : thisYear(at) ? dated() : datedAfar()).format(at);
  };
  const moment = (instant: string | number): Moment => {
    const at = new Date(instant);
    return {
      dated: sameDay(at, new Date()) ? 'today' : VOWELS.includes(numeral(at, 'day')) ? 'vowel' : 'day',
      day: (thisYear(at) ? short() : shortAfar()).format(at),
      time: time().format(at),
    };
  };
  return {
    number: (value) => number().format(value),
    limit: (messages) => (messages < NO_LIMIT ? number().format(messages) : '∞'),
    percent: (part, whole) => percent().format(whole === 0 ? 0 : part / whole),
    seconds: (milliseconds) => seconds().format(milliseconds / 1000),
    ...spans(locale),
    time: (instant) => beside(instant, new Date()),
    beside,
    at: moment,
    zone: () => place?.timeZone ?? here(),
    clock: (instant) => clock().format(new Date(instant)),
    hour: (instant) => hour().format(new Date(instant)),
    date: (instant) => short().format(new Date(instant)),
    timeZone: place?.timeZone,
    day: (instant) => date().format(new Date(instant)),
    full: (instant) => full().format(new Date(instant)),
  };
}

const UNITS: readonly ['day' | 'hour' | 'minute', number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long something lasted, in at most two units, and how long ago it was. */
function spans(locale: string): Pick<Formats, 'duration' | 'ago'> {
  const inUnit = (value: number, unit: string) =>
    numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  return {
    duration: (milliseconds) => {
      const whole = Math.round(milliseconds / 1000);
      const first = UNITS.findIndex(([, size]) => whole >= size);
      const [unit, size] = UNITS[first] ?? ['second', 1];
      const [smaller, part] = UNITS[first + 1] ?? ['second', size];
      const rest = unit === 'day' || unit === 'hour' ? Math.floor((whole % size) / part) : 0;
      const words = inUnit(Math.floor(whole / size), unit);
      return rest === 0 ? words : `${words} ${inUnit(rest, smaller)}`;
    },
    ago: (instant) => {
      const whole = Math.round((Date.now() - new Date(instant).getTime()) / 1000);
      const [unit, size] = UNITS.find(([, each]) => whole >= each) ?? ['second', 1];
      return relative().format(-Math.floor(whole / size), unit);
    },
  };
}
