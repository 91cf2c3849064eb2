import * as Radix from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/I18n';
import './Dialog.css';

interface Props {
  title: string;
  /** What it is about, for those who do not see it; the text of the dialog where it has one. */
  about?: string | undefined;
  open: boolean;
  /** Left out where nothing but what is in it closes it. */
  onClose?: () => void;
  /** A panel at the side instead of a box in the middle. */
  side?: boolean;
  children: ReactNode;
}

export function Dialog({ title, about, open, onClose, side = false, children }: Props) {
  const { t } = useI18n();
  return (
    <Radix.Root open={open} onOpenChange={(wanted) => !wanted && onClose?.()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content
          className={side ? 'dialog drawer' : 'dialog'}
          {...(about ? {} : { 'aria-describedby': undefined })}
        >
          <div className="dialog-head">
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            {onClose && (
              <Radix.Close className="button button-quiet dialog-close" aria-label={t('close')}>
                <span aria-hidden="true">✕</span>
              </Radix.Close>
            )}
          </div>
          {about && <Radix.Description className="muted">{about}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
