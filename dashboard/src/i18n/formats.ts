import type { Language } from './languages';

/** Where somebody is: how their region writes, and what time it is there. */
export interface Place {
  /** ISO 3166, two upper-case letters. */
  country: string;
  timeZone: string;
}

/** Numbers and times as the language and the region write them. */
export interface Formats {
  number: (value: number) => string;
  percent: (part: number, whole: number) => string;
  seconds: (milliseconds: number) => string;
  /** 14 min, 2 h 5 min, 3 days. */
  duration: (milliseconds: number) => string;
  /** 14:02 today, with the day on other days; with the zone where it is not this browser's. */
  time: (instant: string | number) => string;
  /** The same beside another instant: the day is left out where it is that of the other. */
  beside: (instant: string | number, other: string | number) => string;
  /** 14:02:11 */
  clock: (instant: string | number) => string;
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

export function formats(language: Language, place: Place | null): Formats {
  const locale = regional(language, place);
  const numbers = (options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, { useGrouping: 'always', ...options });
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const number = numbers();
  const percent = numbers({ style: 'percent', ...tenths });
  const seconds = numbers(tenths);
  const unit = (name: 'second' | 'minute' | 'hour' | 'day') => {
    const short = numbers({ style: 'unit', unit: name, unitDisplay: 'short' });
    return (value: number) => short.format(value);
  };
  const [inSeconds, inMinutes, inHours, inDays] = [unit('second'), unit('minute'), unit('hour'), unit('day')];
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = place ? { timeZone: place.timeZone } : {};
  const named = place && place.timeZone !== here ? { ...zone, timeZoneName: 'short' as const } : zone;
  const times = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const date = times({ dateStyle: 'medium', ...zone });
  const time = times({ hour: '2-digit', minute: '2-digit', ...named });
  const dated = times({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...named });
  const clock = times({ hour: '2-digit', minute: '2-digit', second: '2-digit', ...zone });
  const full = times({ dateStyle: 'medium', timeStyle: 'long', ...zone });
  return {
    number: (value) => number.format(value),
    percent: (part, whole) => percent.format(whole === 0 ? 0 : part / whole),
    seconds: (milliseconds) => seconds.format(milliseconds / 1000),
    duration: (milliseconds) => {
      const whole = Math.round(milliseconds / 1000);
      const [minutes, hours, days] = [Math.floor(whole / 60), Math.floor(whole / 3600), Math.floor(whole / 86_400)];
      if (days > 0) {
        return hours % 24 === 0 ? inDays(days) : `${inDays(days)} ${inHours(hours % 24)}`;
      }
      if (hours > 0) {
        return minutes % 60 === 0 ? inHours(hours) : `${inHours(hours)} ${inMinutes(minutes % 60)}`;
      }
      return minutes > 0 ? inMinutes(minutes) : inSeconds(whole);
    },
    time: (instant) => {
      const at = new Date(instant);
      return (date.format(at) === date.format(new Date()) ? time : dated).format(at);
    },
    beside: (instant, other) => {
      const at = new Date(instant);
      return (date.format(at) === date.format(new Date(other)) ? time : dated).format(at);
    },
    clock: (instant) => clock.format(new Date(instant)),
    day: (instant) => date.format(new Date(instant)),
    full: (instant) => full.format(new Date(instant)),
  };
}
