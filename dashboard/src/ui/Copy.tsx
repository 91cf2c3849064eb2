import { useState } from 'react';
import { useI18n } from '../i18n/I18n';
import { Button } from './Button';

/** Pages on a plain-http address have no clipboard of their own; the old way still works there. */
async function copy(text: string): Promise<void> {
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

export function CopyButton({ text, label, shortcut }: { text: string; label: string; shortcut?: string }) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  return (
    <Button
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
