import { useState } from 'react';
import { shortcutsOn, switchShortcuts } from '../../app/shortcuts';
import { chooseTheme, chosenTheme, type Theme } from '../../app/theme';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { CheckBox, SelectField } from '../../ui/Field';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** What holds for this browser alone, at once. */
export function ThisBrowser() {
  const { t } = useI18n();
  const [theme, setTheme] = useState(chosenTheme);
  const [shortcuts, setShortcuts] = useState(shortcutsOn);
  return (
    <Card title={t('settings.browser')}>
      <SelectField
        label={t('theme')}
        value={theme}
        onChange={(event) => {
          const next = event.target.value as Theme;
          chooseTheme(next);
          setTheme(next);
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {t(`theme.${each}`)}
          </option>
        ))}
      </SelectField>
      <CheckBox
        label={t('settings.shortcuts')}
        checked={shortcuts}
        onChange={(event) => {
          switchShortcuts(event.target.checked);
          setShortcuts(event.target.checked);
        }}
      />
      <p className="muted">{t('settings.shortcuts.hint')}</p>
    </Card>
  );
}
