import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import { Fragment, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '../../api/types/messages';
import { standingOf } from '../../live/badges';
import { usePhases } from '../../live/Live';
import { useNarrow } from '../../app/useNarrow';
import { MessageRow, MessageTable } from '../messages/MessageTable';
import type { Selection } from './selection';

const ROW_HEIGHT = 37;
const CARD_HEIGHT = 81;
const OVERSCAN = 6;
/** So near to its end a list is read on. */
const NEAR_END = 40;

interface Props {
  rows: readonly Message[];
  selection: Selection | null;
  /** Called when the end comes near. */
  onEnd: () => void;
}

/** Rows of which only those on the screen stand in the page, and the one that has the focus. */
export function VirtualRows({ rows, selection, onEnd }: Props) {
  const phases = usePhases();
  const narrow = useNarrow();
  const place = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [focused, setFocused] = useState<number | null>(null);
  const focusedAt = focused === null ? -1 : rows.findIndex(({ id }) => id === focused);
  useLayoutEffect(() => {
    const top = (place.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    setMargin((before) => (Math.abs(before - top) < 1 ? before : top));
  }, [rows, narrow]);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (narrow ? CARD_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollMargin: margin,
    rangeExtractor: (range: Range) => {
      const seen = defaultRangeExtractor(range);
      return focusedAt < 0 || seen.includes(focusedAt) ? seen : [...seen, focusedAt].toSorted((a, b) => a - b);
    },
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useLayoutEffect(() => {
    if (last >= rows.length - NEAR_END) {
      onEnd();
    }
  }, [last, rows.length, onEnd]);
  const gaps = items.map((item, at) => item.start - (items[at - 1]?.end ?? margin));
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin);
  return (
    <div ref={place}>
      <MessageTable
        className="virtual"
        selects={selection !== null}
        rows={rows.length}
        onFocus={(event) => setFocused(idOf(event.target))}
        onBlur={() => setFocused(null)}
      >
        {items.map((item, at) => {
          const message = rows[item.index];
          return (
            message && (
              <Fragment key={message.id}>
                <Gap height={gaps[at] ?? 0} />
                <MessageRow
                  ref={virtualizer.measureElement}
                  index={item.index}
                  message={message}
                  {...standingOf(message, phases.get(message.id))}
                  {...(selection && { selected: selection.has(message.id), onSelect: selection.toggle })}
                />
              </Fragment>
            )
          );
        })}
        <Gap height={after} />
      </MessageTable>
    </div>
  );
}

function idOf(target: Element): number | null {
  const id = target.closest<HTMLElement>('[data-message]')?.dataset['message'];
  return id === undefined ? null : Number(id);
}

/** The room of rows that do not stand in the page. */
function Gap({ height }: { height: number }) {
  return height < 1 ? null : (
    <tr className="gap" aria-hidden="true">
      <td style={{ height }} />
    </tr>
  );
}
