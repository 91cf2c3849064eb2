import type { EngineSetting } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';

/** What an engine's setting is called and how it is explained: in the user's language where we know it, else as the API says. */
export function useSettingWords() {
  const { t, has } = useI18n();
  return (engine: string, setting: EngineSetting) => {
    const key = `setting.${engine}.${setting.name}`;
    const hint = `${key}.hint`;
    return {
      label: has(key) ? t(key) : setting.name,
      hint: has(hint) ? t(hint) : setting.description,
    };
  };
}
