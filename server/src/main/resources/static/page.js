'use strict';

const byId = (id) => document.getElementById(id);

function say(text) {
  byId('notice').textContent = text;
}

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.message);
  }
  return answer;
}

/** Runs what a form is for, once at a time, and says what went wrong. */
function onSubmit(form, work) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    say('');
    try {
      await work();
    } catch (error) {
      say(error.message);
    } finally {
      button.disabled = false;
    }
  });
}

function showSetup(token) {
  byId('setup').hidden = false;
  byId('setup-email').focus();
  onSubmit(byId('setup-form'), async () => {
    const answer = await post('/api/v1/setup', {
      token,
      email: byId('setup-email').value,
      password: byId('setup-password').value,
    });
    // The token is spent; nothing of it stays in the address or the history.
    history.replaceState(null, '', location.pathname);
    byId('setup').hidden = true;
    byId('made').hidden = false;
    byId('key').textContent = answer.apiKey;
    byId('command').textContent = `curl -H 'X-Api-Key: ${answer.apiKey}' ${location.origin}/api/v1/me`;
    byId('made-title').focus();
  });
}

async function showState() {
  byId('state').hidden = false;
  onSubmit(byId('login-form'), async () => {
    const answer = await post('/api/v1/login', {
      email: byId('login-email').value,
      password: byId('login-password').value,
    });
    byId('login-password').value = '';
    byId('token').textContent = answer.token;
    byId('token-shown').hidden = false;
  });
  try {
    const health = await (await fetch('/health')).json();
    byId('health').textContent = health.status;
    byId('sessions').textContent = String(health.multiSession.totalSessions);
  } catch {
    byId('health').textContent = 'no answer';
  }
}

for (const button of document.querySelectorAll('[data-copies]')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(byId(button.dataset.copies).textContent);
    button.textContent = 'Copied';
  });
}

const setup = /^#setup=([\w-]+)$/.exec(location.hash);
if (setup) {
  showSetup(setup[1]);
} else {
  showState();
}
