import { useEffect, type ReactNode } from 'react';
import { LiveChip } from './LiveChip';
import './PageHead.css';

interface Props {
  title: string;
  /** What stands before the title in the window's name, such as the progress. */
  mark?: string | undefined;
  state?: ReactNode;
  children?: ReactNode;
}

/** The head of a page: its name, its state, how fresh it is, and what can be done. */
export function PageHead({ title, mark, state, children }: Props) {
  useEffect(() => {
    document.title = `${mark ? `${mark} · ` : ''}${title} · Staffetta`;
  }, [title, mark]);
  return (
    <div className="page-head">
      <div className="row page-name">
        <h1 className="text">{title}</h1>
        {state}
        <LiveChip />
      </div>
      {children && <div className="row page-actions">{children}</div>}
    </div>
  );
}
