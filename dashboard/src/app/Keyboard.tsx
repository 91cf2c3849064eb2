import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { depart } from './arrival';
import { Fetched } from './Fetched';
import { GO_TO, inRow, isTyping, moveRow, press, selectRow, SEQUENCE_MS, singleKeysOn, topLayer } from './keys';
import { page } from './page';
import { PaletteContext } from './palette';
import { PLACES } from './places';

const Palette = page(() => import('./Palette'));
const KeyMap = page(() => import('./KeyMap'));

type Layer = 'palette' | 'map' | null;

/** Everything by keyboard: one listener, which leaves fields alone. */
export function Keyboard({ children }: { children: ReactNode }) {
  const [layer, setLayer] = useState<Layer>(null);
  const [, go] = useLocation();
  const going = useRef(0);
  useEffect(() => {
    const open = (wanted: Layer) => {
      setLayer(wanted);
      return true;
    };
    const goTo = (key: string) => {
      const path = GO_TO[key];
      going.current = 0;
      if (path === undefined || !PLACES.some((place) => place.path === path)) {
        return false;
      }
      depart();
      go(path);
      return true;
    };
    const single = (key: string): boolean => {
      if (Date.now() - going.current < SEQUENCE_MS && topLayer() === document) {
        return goTo(key);
      }
      switch (key) {
        case 'g':
          going.current = Date.now();
          return true;
        case '/':
          return topLayer() === document && (focusSearch() || open('palette'));
        case '?':
          return topLayer() === document && open('map');
        case 'j':
          return moveRow(1);
        case 'k':
          return moveRow(-1);
        case 'ArrowDown':
          return inRow() && moveRow(1);
        case 'ArrowUp':
          return inRow() && moveRow(-1);
        case 'x':
        case 'X':
          return selectRow(key === 'X');
        default:
          return /^[a-z]$/.test(key) && press(key);
      }
    };
    const heard = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) {
        return;
      }
      const control = event.ctrlKey || event.metaKey;
      const handled = control
        ? withControl(event.key, open)
        : !isTyping(event.target) && singleKeysOn() && single(event.key);
      if (handled) {
        event.preventDefault();
      }
    };
    document.addEventListener('keydown', heard);
    return () => document.removeEventListener('keydown', heard);
  }, [go]);
  const close = () => setLayer(null);
  return (
    <PaletteContext value={() => setLayer('palette')}>
      {children}
      <Fetched fallback={null}>
        {layer === 'palette' && <Palette onClose={close} onMap={() => setLayer('map')} />}
        {layer === 'map' && <KeyMap onClose={close} />}
      </Fetched>
    </PaletteContext>
  );
}

function withControl(key: string, open: (layer: Layer) => boolean): boolean {
  switch (key) {
    case 'k':
    case 'K':
      return topLayer() === document && open('palette');
    case 'Enter':
      return press('Control+Enter');
    default:
      return false;
  }
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  field?.focus();
  return field !== null;
}
