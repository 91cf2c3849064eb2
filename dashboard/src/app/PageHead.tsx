import { useEffect, useRef, type ReactNode } from 'react';
import { arrive } from './arrival';
import { LiveChip } from './LiveChip';
import { SimulatedClock } from './SimulatedClock';
import './PageHead.css';

/** The window's icon says what a campaign does, for those who look at another one. */
const ICONS = {
  running: new URL('./icons/running.svg', import.meta.url).href,
  paused: new URL('./icons/paused.svg', import.meta.url).href,
  alert: new URL('./icons/alert.svg', import.meta.url).href,
};

interface Props {
  title: string;
  /** What stands before the title in the window's name, such as the progress. */
  mark?: string | undefined;
  /** The icon of the window where it is not the usual one. */
  icon?: 'running' | 'paused' | 'alert' | undefined;
  /** Whether news are expected all the time, so that silence means something. */
  waits?: boolean;
  state?: ReactNode;
  children?: ReactNode;
}

/** The head of a page: its name, its state, how fresh it is, and what can be done. */
export function PageHead({ title, mark, icon, waits = false, state, children }: Props) {
  const name = useRef<HTMLHeadingElement>(null);
  useEffect(() => arrive(name.current), []);
  useEffect(() => {
    document.title = `${mark ? `${mark} · ` : ''}${title} · Staffetta`;
  }, [title, mark]);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (link) {
      link.href = icon ? ICONS[icon] : '/favicon.svg';
    }
  }, [icon]);
  return (
    <div className="page-head">
      <div className="row page-name">
        <h1 ref={name} tabIndex={-1} className="text">
          {title}
        </h1>
        {state}
        <LiveChip waits={waits} />
        <SimulatedClock />
      </div>
      {children && <div className="row page-actions">{children}</div>}
    </div>
  );
}
