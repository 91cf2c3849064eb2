import '@fontsource-variable/inter/wght.css';
import '@fontsource/noto-emoji/400.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import './ui/tokens.css';
import './ui/base.css';
import './ui/Card.css';
import './ui/Button.css';

// The page's policy lets styles in that know its nonce; the scroll lock of dialogs adds one.
setNonce(document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '');

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
