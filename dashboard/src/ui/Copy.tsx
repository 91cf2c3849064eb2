import { useState } from 'react';
import { useI18n } from '../i18n/I18n';
import { Button } from './Button';

/** Pages on a plain-http address have no clipboard of their own; the old way still works there. */
export async function copy(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  // Inside an open dialog the focus may not leave it.
  (document.querySelector('[role=dialog]') ?? document.body).append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way without a secure context
  document.execCommand('copy');
  area.remove();
}

interface Props {
  text: string;
  label: string;
  look?: 'plain' | 'quiet';
  /** What it is called where its label does not say enough. */
  name?: string;
  /** The key that does the same, as for aria-keyshortcuts. */
  shortcut?: string | undefined;
}

export function CopyButton({ text, label, look = 'plain', name, shortcut }: Props) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  return (
    <Button
      look={look}
      aria-label={name}
      aria-keyshortcuts={shortcut}
      onClick={(event) => {
        const button = event.currentTarget;
        void copy(text).then(() => {
          setCopied(true);
          button.focus();
        });
      }}
    >
      {copied ? t('copied') : label}
    </Button>
  );
}
