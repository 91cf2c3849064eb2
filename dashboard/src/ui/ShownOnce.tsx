import type { ReactNode } from 'react';
import { useI18n } from '../i18n/I18n';
import { Button } from './Button';
import { CopyButton } from './Copy';
import { Dialog } from './Dialog';
import { Note } from './Notes';

interface Props {
  title: string;
  about: string;
  secret: string;
  /** What the button says that closes it. */
  done: string;
  onClose: () => void;
  /** What it is used for. */
  children: ReactNode;
}

/** A secret, the only time that it can be seen. */
export function ShownOnce({ title, about, secret, done, onClose, children }: Props) {
  const { t } = useI18n();
  return (
    <Dialog title={title} about={about} open onClose={onClose}>
      <Note tone="warn">
        <code className="text" data-made>
          {secret}
        </code>
        <CopyButton text={secret} label={t('copy')} />
      </Note>
      {children}
      <div className="dialog-actions">
        <Button look="primary" onClick={onClose}>
          {done}
        </Button>
      </div>
    </Dialog>
  );
}
