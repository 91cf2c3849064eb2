import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';
import packaged from './package.json' with { type: 'json' };

/** `npm run dev` speaks to a product that runs here, under the name that the browser knows. */
const product = { target: process.env.STAFFETTA_URL ?? 'http://localhost:8080', changeOrigin: false };

/** What it takes to ask for the first view, without anything that draws. */
const ASKING =
  /preload-helper|rolldown[\\/]runtime|[\\/]src[\\/](app[\\/](first|pages|setUpToken|theme)|api[\\/](client|paths)|i18n[\\/]languages)\.ts$/;

/** What is drawn around every page. */
const FRAME = /[\\/](node_modules[\\/][^?]*\.m?js|src[\\/](?!docs|early|main|ui[\\/]tokens)[^?]*\.(tsx?|css))$/;

/** What several pages share. */
const PARTS = /[\\/]src[\\/](?!ui[\\/]tokens)[^?]*\.(tsx?|css)$/;

/**
 * Has what draws the window fetched from the start. It is not read before the early script ran: on a slow computer that
 * takes a while, in which what was asked for is under way.
 */
const drawnNext: Plugin = {
  name: 'drawn-next',
  transformIndexHtml: {
    order: 'post',
    handler(html, { path, bundle = {} }) {
      const main = Object.values(bundle).find((each) => each.type === 'chunk' && each.name === 'main');
      if (path !== '/index.html' || main?.type !== 'chunk') {
        return [];
      }
      const chunks = new Set([main]);
      for (const { imports } of chunks) {
        imports.map((name) => bundle[name]).forEach((each) => each?.type === 'chunk' && chunks.add(each));
      }
      const styles = new Set([...chunks].flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
      return [
        ...[...chunks]
          .map(({ fileName }) => `/${fileName}`)
          .filter((href) => !html.includes(href))
          .map((href) => link({ rel: 'preload', as: 'script', href })),
        ...[...styles].map((file) => link({ rel: 'stylesheet', href: `/${file}` })),
      ];
    },
  },
};

function link(attributes: Record<string, string>): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attributes, crossorigin: true }, injectTo: 'head' };
}

export default defineConfig({
  plugins: [react(), drawnNext],
  define: { __VERSION__: JSON.stringify(packaged.version) },
  build: {
    // Nothing inline: the page's policy takes scripts, fonts and pictures from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      input: { index: 'index.html', docs: 'docs.html', swagger: 'swagger.html', main: 'src/main.tsx' },
      output: {
        // Few files: each one costs a slow computer more than its bytes do.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'asking', test: ASKING, priority: 3 },
            { name: 'frame', test: FRAME, tags: ['$initial'], priority: 2 },
            { name: 'parts', test: PARTS, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '^/api/': product, '^/docs/': product, '/health': product } },
});
