import { useState } from 'react';

/** How many codes are shown before somebody has to ask for more. */
export const CODES = 5;

/** The codes to scan that somebody was shown while a page is open; an engine makes new ones for ever. */
export interface CodesShown {
  count: number;
  /** Whether nobody seems to be there who would scan another. */
  spent: boolean;
  add: (code: string) => void;
  forget: () => void;
}

export function useCodesShown(): CodesShown {
  const [codes, setCodes] = useState<ReadonlySet<string>>(new Set());
  return {
    count: codes.size,
    spent: codes.size > CODES,
    add: (code) => setCodes((before) => (before.has(code) ? before : new Set([...before, code]))),
    forget: () => setCodes(new Set()),
  };
}
