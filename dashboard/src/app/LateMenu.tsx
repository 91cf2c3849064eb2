import { useState, type ReactNode } from 'react';
import { Fetched } from './Fetched';

interface Props {
  label: string;
  className: string;
  /** Whether the page that is shown is one of the menu's. */
  here?: boolean;
  /** Begins to fetch the menu. */
  fetchIt: () => Promise<unknown>;
  /** The menu with its own button, which opens at once. */
  children: ReactNode;
}

const OPENING = ['ArrowDown', 'ArrowUp'];

/** The button of a menu that few open: what draws the menu is fetched when somebody is about to. */
export function LateMenu({ label, className, here = false, fetchIt, children }: Props) {
  const [wanted, setWanted] = useState(false);
  // What does not come now is asked for again when it is opened.
  const near = () => void fetchIt().catch(() => undefined);
  const button = (
    <button
      type="button"
      className={className}
      data-here={here ? 'yes' : undefined}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={near}
      onFocus={near}
      onClick={() => setWanted(true)}
      onKeyDown={(event) => {
        if (OPENING.includes(event.key)) {
          event.preventDefault();
          setWanted(true);
        }
      }}
    >
      {label}
    </button>
  );
  return wanted ? <Fetched fallback={button}>{children}</Fetched> : button;
}
