import * as Menu from '@radix-ui/react-dropdown-menu';
import { useState } from 'react';
import { curlOf, type Deed } from '../api/deed';
import { useI18n } from '../i18n/I18n';
import { copy } from './Copy';

export interface Choice {
  label: string;
  deed: Deed<unknown>;
}

/** The commands of several buttons, opened: one to choose of. */
export default function CurlChoices({ deeds }: { deeds: readonly Choice[] }) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  return (
    <Menu.Root defaultOpen onOpenChange={(open) => open && setCopied(false)}>
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
