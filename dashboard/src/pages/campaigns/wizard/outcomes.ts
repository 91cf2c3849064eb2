import type { Import, RefusedRow, Remark } from '../../../api/types/imports';
import type { Translate, useI18n } from '../../../i18n/I18n';

/** What a person did about a number, or a spreadsheet's quantity that was undone. */
const CORRECTED: readonly Remark[] = ['spreadsheet', 'repaired', 'mended', 'confirmed'];
const LEFT_OUT: readonly string[] = ['recently_contacted', 'country_inferred'];

/** Rows of a file that came to the same. */
export interface Outcome {
  /** Stable, and the same whatever the language. */
  id: string;
  label: string;
  count: number;
  /** Of rows that were refused: for what. */
  codes?: readonly string[];
  /** Of rows that were taken: what is to be said of them. */
  remarks?: readonly Remark[];
  country?: string;
  attention?: boolean;
}

function sum(counts: readonly { count: number }[]): number {
  return counts.reduce((all, { count }) => all + count, 0);
}

/** All rows of a file by outcome; their counts add up to those of the file. */
export function outcomes(done: Import, t: Translate, nameOf: (country: string) => string): Outcome[] {
  const corrected = sum(done.remarks.filter(({ remark }) => CORRECTED.includes(remark)));
  const inferred = done.remarks.filter(({ remark }) => remark === 'country_inferred');
  const ready = done.accepted - corrected - sum(inferred);
  const refused = (wanted: (code: string) => boolean) => {
    const found = Object.entries(done.errorsByCode).filter(([code]) => wanted(code));
    return { codes: found.map(([code]) => code), count: found.reduce((all, [, count]) => all + count, 0) };
  };
  const doubles = refused((code) => code === 'duplicate');
  const excluded = refused((code) => code === 'opted_out');
  const leftOut = refused((code) => LEFT_OUT.includes(code));
  const review = refused((code) => !['duplicate', 'opted_out', ...LEFT_OUT].includes(code));
  const all: Outcome[] = [
    { id: 'ready', label: t('outcome.ready', { count: ready }), count: ready },
    { id: 'corrected', label: t('outcome.corrected', { count: corrected }), count: corrected, remarks: CORRECTED },
    ...inferred.map(({ country, count }): Outcome => {
      const named = nameOf(country ?? '');
      return {
        id: `inferred-${country ?? ''}`,
        label: t('outcome.inferred', { count, country: named }),
        count,
        remarks: ['country_inferred'],
        country: country ?? '',
        attention: true,
      };
    }),
    { id: 'doubles', label: t('outcome.doubles', { count: doubles.count }), ...doubles },
    { id: 'excluded', label: t('outcome.excluded', { count: excluded.count }), ...excluded },
    { id: 'leftOut', label: t('outcome.leftOut', { count: leftOut.count }), ...leftOut },
    { id: 'review', label: t('outcome.review', { count: review.count }), ...review, attention: true },
  ];
  return all.filter(({ id, count }) => id === 'ready' || count > 0);
}

/** Why rows were refused, as far as those that are kept tell; the repairs of them make no difference. */
export function reasons(done: Import): { code: string; detail: string | null; count: number }[] {
  const found = new Map<string, { code: string; detail: string | null; count: number }>();
  for (const { code, detail, count } of done.groups) {
    const key = `${code} ${detail ?? ''}`;
    const before = found.get(key);
    found.set(key, { code, detail, count: (before?.count ?? 0) + count });
  }
  return [...found.values()];
}

type Words = Pick<ReturnType<typeof useI18n>, 't' | 'has'>;

/** What a group of refused rows has in common, in a few words. */
export function groupWords(
  { code, detail }: { code: string; detail: string | null },
  { t, has }: Words,
  nameOf: (country: string) => string,
): string {
  if (code === 'missing_variable' && detail !== null) {
    return t('row.missing_variable.which', { variable: `{{${detail}}}` });
  }
  if (code === 'country_inferred' && detail !== null) {
    return t('row.country_inferred.as', { country: nameOf(detail) });
  }
  const key = [`row.flaw.${detail ?? ''}`, `row.${code}.${detail ?? ''}`, `row.${code}`].find(has);
  return key !== undefined && has(key) ? t(key) : code;
}

/** What is wrong with a row, in the viewer's language. */
export function rowWords(
  row: Pick<RefusedRow, 'code' | 'detail' | 'country'> & Partial<Pick<RefusedRow, 'numbers' | 'sameAs'>>,
  words: Words,
  nameOf: (country: string) => string,
): string {
  const { t, has } = words;
  if (row.code === 'invalid_number' && row.detail === 'several' && row.numbers && row.numbers.length > 0) {
    return t('row.invalid_number.several.which', { numbers: row.numbers.join(' · ') });
  }
  if (row.code === 'duplicate' && row.sameAs) {
    return t(row.detail === 'merged' ? 'row.duplicate.merged.of' : 'row.duplicate.of', { row: row.sameAs.row });
  }
  if (row.code === 'invalid_number' && row.detail === 'not_in_country' && row.country === null) {
    return t('row.invalid_number.nowhere');
  }
  const key = `row.${row.code}.${row.detail ?? ''}`;
  return row.code === 'invalid_number' && has(key)
    ? t(key, { country: row.country === null ? '' : nameOf(row.country) })
    : groupWords(row, words, nameOf);
}
