import * as Menu from '@radix-ui/react-dropdown-menu';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { call } from '../api/client';
import { perform } from '../api/deed';
import { changeProfile } from '../api/deeds';
import { useI18n } from '../i18n/I18n';
import { LANGUAGES, serverLocale, type Language } from '../i18n/languages';
import { isAt, type Place } from './places';
import { chooseTheme, chosenTheme, type Theme } from './theme';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Language, theme, and the way out, opened; on phones also the places that the bar has no room for. */
export default function PreferencesMenu({ places }: { places: readonly Place[] }) {
  const { t, language, choose } = useI18n();
  const [theme, setTheme] = useState(chosenTheme);
  const queries = useQueryClient();
  const [here] = useLocation();
  const leave = useMutation({
    mutationFn: () => call('DELETE', '/api/v1/browser-session'),
    onSettled: () => {
      queries.clear();
      location.assign('/');
    },
  });

  const speak = (next: Language) => {
    choose(next);
    void perform(changeProfile({ locale: serverLocale(next) }));
  };
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className="menu-trigger" data-here={places.some((place) => isAt(place, here)) ? 'yes' : undefined}>
        {t(places.length > 0 ? 'nav.more' : 'preferences')}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" side="top" align="start" sideOffset={6} collisionPadding={12}>
          {places.map((place) => (
            <Menu.Item key={place.path} className="menu-item" asChild>
              <Link href={place.path} aria-current={isAt(place, here) ? 'page' : undefined}>
                {t(place.name)}
              </Link>
            </Menu.Item>
          ))}
          {places.length > 0 && <Menu.Separator className="menu-line" />}
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
