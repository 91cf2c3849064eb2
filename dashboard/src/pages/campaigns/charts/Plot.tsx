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
  height: number;
  /** What figures and times are written with; another one draws anew. */
  format: Formats;
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const LEAST_WIDTH = 80;

/** A chart as wide as its place. */
export function Plot({ options, data, height, format }: Props) {
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
    const wide = () => Math.max(LEAST_WIDTH, element.clientWidth);
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        { ...latest.current.options(token), width: wide(), height },
        latest.current.data,
        element,
      );
    };
    draw();
    const sizes = new ResizeObserver(() => {
      // It is told of its first size as well, in which it is drawn already.
      if (plot.current && plot.current.width !== wide()) {
        plot.current.setSize({ width: wide(), height });
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
  }, [height, format]);

  return <div ref={place} className="plot" />;
}
