import { useLocation } from 'wouter';
import { useI18n } from '../i18n/I18n';
import { LateMenu } from './LateMenu';
import { page } from './page';
import { isAt, type Place } from './places';
import './Preferences.css';

const fetchMenu = () => import('./PreferencesMenu');
const PreferencesMenu = page(fetchMenu);

/** Language, theme, and the way out; on phones also the places that the bar has no room for. */
export function Preferences({ places }: { places: readonly Place[] }) {
  const { t } = useI18n();
  const [here] = useLocation();
  return (
    <LateMenu
      label={t(places.length > 0 ? 'nav.more' : 'preferences')}
      className="menu-trigger"
      here={places.some((place) => isAt(place, here))}
      fetchIt={fetchMenu}
    >
      <PreferencesMenu places={places} />
    </LateMenu>
  );
}
