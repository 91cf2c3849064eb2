import '@fontsource-variable/inter/wght.css';
import { applyTheme } from '../app/theme';
import '../ui/tokens.css';
import './docs.css';
import './swagger.css';

/** What draws the API's document here: a script and a style of the product's own, fetched on this page alone. */
const DRAWS = '/docs/assets/swagger/swagger-ui-bundle.js';
const STYLE = '/docs/assets/swagger/swagger-ui.css';

const DOOR = /^Door \d/;

type SwaggerUi = (configuration: Record<string, unknown>) => void;

/** Nothing leaves this host: no validator elsewhere. Keys typed here are forgotten with the page. */
const CONFIGURATION = {
  dom_id: '#reference',
  url: '/docs/openapi.json',
  validatorUrl: null,
  persistAuthorization: false,
  deepLinking: true,
  // A hundred operations at once take a browser long; who opens a tag wants its own.
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  filter: true,
  // The product's own API first; the doors for other programs behind it.
  tagsSorter: (one: string, other: string) =>
    Number(DOOR.test(one)) - Number(DOOR.test(other)) || one.localeCompare(other),
};

applyTheme();
document.documentElement.classList.toggle('dark-mode', document.documentElement.dataset.theme === 'dark');
const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = STYLE;
document.head.prepend(style);
const script = document.createElement('script');
script.src = DRAWS;
script.addEventListener('load', () => {
  (window as unknown as { SwaggerUIBundle: SwaggerUi }).SwaggerUIBundle(CONFIGURATION);
});
document.head.append(script);
