import { createContext, use } from 'react';

export const PaletteContext = createContext<() => void>(() => undefined);

/** Opens the search for everything. */
export function useOpenPalette(): () => void {
  return use(PaletteContext);
}
