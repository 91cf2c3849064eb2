import * as Menu from '@radix-ui/react-dropdown-menu';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client';
import { useI18n } from '../i18n/I18n';
import { LANGUAGES, serverLocale, type Language } from '../i18n/languages';
import { chooseTheme, chosenTheme, type Theme } from './theme';
import './Preferences.css';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Language, theme, and the way out. */
export function Preferences() {
  const { t, language, choose } = useI18n();
  const [theme, setTheme] = useState(chosenTheme);
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () => call('DELETE', '/api/v1/browser-session'),
    onSettled: () => {
      queries.clear();
      location.assign('/');
    },
  });

  const speak = (next: Language) => {
    choose(next);
    void call('PATCH', '/api/v1/me', { locale: serverLocale(next) });
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="menu-trigger">{t('preferences')}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" side="top" align="start" sideOffset={6} collisionPadding={12}>
          <Menu.Label className="menu-label">{t('language')}</Menu.Label>
          <Menu.RadioGroup value={language} onValueChange={(next) => speak(next as Language)}>
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <Menu.RadioItem key={code} value={code} className="menu-item" lang={code}>
                {name}
                <Menu.ItemIndicator aria-hidden="true">✓</Menu.ItemIndicator>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Separator className="menu-line" />
          <Menu.Label className="menu-label">{t('theme')}</Menu.Label>
          <Menu.RadioGroup
            value={theme}
            onValueChange={(next) => {
              chooseTheme(next as Theme);
              setTheme(next as Theme);
            }}
          >
            {THEMES.map((each) => (
              <Menu.RadioItem key={each} value={each} className="menu-item">
                {t(`theme.${each}`)}
                <Menu.ItemIndicator aria-hidden="true">✓</Menu.ItemIndicator>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Separator className="menu-line" />
          <Menu.Item className="menu-item" onSelect={() => leave.mutate()}>
            {t('logOut')}
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
