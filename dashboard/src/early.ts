import { askForFirst } from './app/first';
import { fetchPage } from './app/pages';
import { setUpToken } from './app/setUpToken';
import { followSystemTheme } from './app/theme';
import { setRequestLanguage } from './api/client';
import { FILES, preferredLanguage } from './i18n/languages';

// What draws the window takes a slow computer a while to read. This is small, comes before it, and has everything else
// that the first view needs fetched meanwhile.
followSystemTheme();
const language = preferredLanguage();
setRequestLanguage(language);
FILES[language]().catch(() => undefined);
if (setUpToken() === null) {
  fetchPage(location.pathname);
  askForFirst(location.pathname);
}
void import('./main');
