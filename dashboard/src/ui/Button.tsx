import type { ButtonHTMLAttributes, Ref } from 'react';
import './Button.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** Waits for an answer: takes no further click, and keeps its label. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'plain', busy = false, type = 'button', className, disabled, ...rest }: Props) {
  return (
    <button
      type={type}
      className={`button button-${look}${className ? ` ${className}` : ''}`}
      aria-busy={busy || undefined}
      disabled={disabled === true || busy}
      {...rest}
    />
  );
}
