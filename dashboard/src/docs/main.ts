import '@fontsource-variable/inter/wght.css';
import { applyTheme } from '../app/theme';
import '../ui/tokens.css';
import './docs.css';

/** What draws the API's document: one script of the product's own, fetched on this page alone. */
const DRAWS = '/docs/assets/scalar/scalar.js';

const DOOR = /^Door \d/;

interface Tag {
  name: string;
}

interface Scalar {
  createApiReference: (element: string, configuration: Record<string, unknown>) => void;
}

/**
 * Nothing leaves this host: no fonts, no telemetry, no proxy, no agent and no client elsewhere. What is tried goes to
 * the product that serves the page. Keys typed here are forgotten with the page.
 */
function configuration(theme: string): Record<string, unknown> {
  return {
    url: '/docs/openapi.json',
    servers: [{ url: location.origin }],
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: 'never',
    persistAuth: false,
    // The product's own API first; the doors for other programs behind it.
    tagsSorter: ({ name: one }: Tag, { name: other }: Tag) =>
      Number(DOOR.test(one)) - Number(DOOR.test(other)) || one.localeCompare(other),
    documentDownloadType: 'direct',
    defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
    authentication: { preferredSecurityScheme: 'apiKey' },
    forceDarkModeState: theme,
    hideDarkModeToggle: true,
    metaData: { title: 'API · Staffetta' },
  };
}

/** It tries whether texts may be run as code. They may not: it hears so before the page's policy has to say it. */
function never(): never {
  throw new EvalError('No text is run here');
}

/** What stands in its empty field for a key looks like one. */
const LOOKS_LIKE_A_KEY = 'input[placeholder^="QUxM"]';

function sayWhatTheFieldTakes(): void {
  document
    .querySelectorAll<HTMLInputElement>(LOOKS_LIKE_A_KEY)
    .forEach((field) => field.setAttribute('placeholder', '$STAFFETTA_KEY'));
}

new MutationObserver(sayWhatTheFieldTakes).observe(document.body, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ['placeholder'],
});

window.Function = new Proxy(Function, { apply: never, construct: never });
applyTheme();
const script = document.createElement('script');
script.src = DRAWS;
script.addEventListener('load', () => {
  const { Scalar } = window as unknown as { Scalar: Scalar };
  Scalar.createApiReference('#reference', configuration(document.documentElement.dataset.theme ?? 'light'));
});
document.head.append(script);
