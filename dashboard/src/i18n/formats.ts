import type { Language } from './languages';

/** Numbers and times as the language writes them. */
export interface Formats {
  number: (value: number) => string;
  percent: (part: number, whole: number) => string;
  seconds: (milliseconds: number) => string;
  /** 14:02 today, with the day on other days. */
  time: (instant: string | number) => string;
  /** 14:02:11 */
  clock: (instant: string | number) => string;
  /** The whole instant, with its time zone. */
  full: (instant: string | number) => string;
}

export function formats(language: Language): Formats {
  const number = new Intl.NumberFormat(language, { useGrouping: 'always' });
  const percent = new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const seconds = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const full = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' });
  return {
    number: (value) => number.format(value),
    percent: (part, whole) => percent.format(whole === 0 ? 0 : part / whole),
    seconds: (milliseconds) => seconds.format(milliseconds / 1000),
    time: (instant) => {
      const date = new Date(instant);
      return (date.toDateString() === new Date().toDateString() ? time : day).format(date);
    },
    clock: (instant) => clock.format(new Date(instant)),
    full: (instant) => full.format(new Date(instant)),
  };
}
