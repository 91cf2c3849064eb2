import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { Formats } from '../../../i18n/formats';
import 'uplot/dist/uPlot.min.css';

/** The colours of the theme that is shown. */
export type Tokens = (name: string) => string;

interface Props {
  /** What to draw; made anew when the theme changes, for a picture keeps the colours it was drawn with. */
  options: (token: Tokens) => Omit<uPlot.Options, 'width' | 'height'>;
  data: uPlot.AlignedData;
  /** What figures and times are written with; another one draws anew. */
  format: Formats;
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const LEAST = 80;

function sizeOf(place: HTMLElement): { width: number; height: number } {
  return { width: Math.max(LEAST, place.clientWidth), height: Math.max(LEAST, place.clientHeight) };
}

/** A chart as large as its place. */
export function Plot({ options, data, format }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ options, data });

  useEffect(() => {
    latest.current = { options, data };
    plot.current?.setData(data);
  }, [options, data]);

  useEffect(() => {
    const element = place.current;
    if (!element) {
      return;
    }
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot({ ...latest.current.options(token), ...sizeOf(element) }, latest.current.data, element);
    };
    draw();
    const sizes = new ResizeObserver(() => {
      const size = sizeOf(element);
      // It is told of its first size as well, in which it is drawn already.
      if (plot.current && (plot.current.width !== size.width || plot.current.height !== size.height)) {
        plot.current.setSize(size);
      }
    });
    sizes.observe(element);
    const themes = new MutationObserver(draw);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      sizes.disconnect();
      themes.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [format]);

  return <div ref={place} className="plot" />;
}
