import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import packaged from './package.json' with { type: 'json' };

/** `npm run dev` speaks to a product that runs here, under the name that the browser knows. */
const product = { target: process.env.STAFFETTA_URL ?? 'http://localhost:8080', changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  define: { __VERSION__: JSON.stringify(packaged.version) },
  build: {
    // Nothing inline: the page's policy takes scripts, fonts and pictures from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: { input: ['index.html', 'docs.html', 'swagger.html'] },
  },
  server: { proxy: { '^/api/': product, '^/docs/': product, '/health': product } },
});
