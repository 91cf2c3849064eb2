import { useQuery } from '@tanstack/react-query';
import IntlMessageFormat from 'intl-messageformat';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { meQuery } from '../api/access';
import { setRequestLanguage } from '../api/client';
import { formats, numberFormat, regional, type Formats } from './formats';
import { isolate } from './isolate';
import { FILES, preferredLanguage, rememberLanguage, type Language, type TextKey, type Texts } from './languages';

export type Values = Record<string, string | number>;
export type Translate = (key: TextKey, values?: Values) => string;

interface I18n {
  language: Language;
  choose: (language: Language) => void;
  t: Translate;
  has: (key: string) => key is TextKey;
  format: Formats;
}

const Context = createContext<I18n | null>(null);

export function useI18n(): I18n {
  const i18n = use(Context);
  if (!i18n) {
    throw new Error('There are no texts outside of I18nProvider');
  }
  return i18n;
}

/**
 * Texts and formats of the chosen language; shows nothing until its file is here. Numbers and times are written as where
 * who is logged in is.
 */
export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(preferredLanguage);
  const { defaultCountry: country, timeZone } = useQuery(meQuery).data ?? {};
  const [loaded, setLoaded] = useState<{ language: Language; texts: Texts } | null>(null);

  useEffect(() => {
    let current = true;
    setRequestLanguage(language);
    void FILES[language]().then((file) => {
      if (current) {
        document.documentElement.lang = language;
        setLoaded({ language, texts: file.default });
      }
    });
    return () => {
      current = false;
    };
  }, [language]);

  const i18n = useMemo(() => {
    const place = country && timeZone ? { country, timeZone } : null;
    return (
      loaded && {
        ...bundle(loaded.language, loaded.texts, regional(loaded.language, place), choose),
        format: formats(loaded.language, place),
      }
    );
  }, [loaded, country, timeZone]);
  return i18n && <Context value={i18n}>{children}</Context>;
}

/** Texts among the values may be anybody's. */
function isolated(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolate(value) : value]),
  );
}

type Wording = Omit<I18n, 'format'>;

/** Figures within sentences are written as those that stand alone. */
const FORMATTERS = {
  getNumberFormat: numberFormat,
  getDateTimeFormat: (...how: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...how),
  getPluralRules: (...how: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...how),
};

/** Without any of these a text of ICU's message format stands for itself. */
const SPECIAL = /[{}<]|''/;

function bundle(language: Language, texts: Texts, locale: string, choose: (language: Language) => void): Wording {
  const compiled = new Map<TextKey, IntlMessageFormat>();
  const t: Translate = (key, values) => {
    const text = texts[key];
    if (!SPECIAL.test(text)) {
      return text;
    }
    let message = compiled.get(key);
    if (!message) {
      message = new IntlMessageFormat(text, locale, undefined, { formatters: FORMATTERS });
      compiled.set(key, message);
    }
    return String(message.format(values && isolated(values)));
  };
  return {
    language,
    t,
    has: (key): key is TextKey => Object.hasOwn(texts, key),
    choose: (next) => {
      rememberLanguage(next);
      choose(next);
    },
  };
}
