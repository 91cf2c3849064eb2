import * as Menu from '@radix-ui/react-dropdown-menu';
import { useState } from 'react';
import { curlOf, type Deed } from '../api/deed';
import { useI18n } from '../i18n/I18n';
import { copy, CopyButton } from './Copy';

interface Props {
  deed: Deed<unknown>;
  /** Whose it is, where several stand on a page. */
  about?: string;
}

/** Copies what a button beside it does as a command. */
export function CurlButton({ deed, about }: Props) {
  const { t } = useI18n();
  const label = t('curl.copy');
  return (
    <CopyButton
      look="quiet"
      text={curlOf(deed, location.origin)}
      label={label}
      {...(about === undefined ? {} : { name: `${label}: ${about}` })}
    />
  );
}

/** The same for several buttons: one to choose of. */
export function CurlMenu({ deeds }: { deeds: readonly { label: string; deed: Deed<unknown> }[] }) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  if (deeds.length === 0) {
    return null;
  }
  return (
    <Menu.Root onOpenChange={(open) => open && setCopied(false)}>
      <Menu.Trigger className="button button-quiet">{t(copied ? 'copied' : 'curl.copy')}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" align="end" sideOffset={6} collisionPadding={12}>
          {deeds.map(({ label, deed }) => (
            <Menu.Item
              key={label}
              className="menu-item"
              onSelect={() => void copy(curlOf(deed, location.origin)).then(() => setCopied(true))}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
