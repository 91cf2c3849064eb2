import { useMemo } from 'react';
import { useI18n } from '../../../i18n/I18n';

/** The name of a country, of two letters, in the viewer's language. */
export function useCountryName(): (country: string) => string {
  const { language } = useI18n();
  return useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    return (country) => (country === '' ? '' : (names.of(country) ?? country));
  }, [language]);
}
