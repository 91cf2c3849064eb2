import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

async function draft(name, sessionId, template) {
  const { publicId } = await shared.api.post('/api/v1/campaigns', { name, sessionId, template });
  return publicId;
}

async function choose(page, text) {
  await page.locator('.drop input[type=file]').setInputFiles({
    name: 'clienti.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text, 'utf8'),
  });
}

check(
  'a file that was read before is known, its garbled text repaired, and who was just written to left out',
  {},
  async () => {
    const { api } = shared;
    await api.number('tina', 'Tina');
    await api.call('PATCH', '/api/v1/sessions/tina', { typingSimulation: false });
    const { id } = await api.post('/api/v1/messages', { sessionId: 'tina', to: '+393331000041', text: 'Ciao' });
    await eventually(async () => (await api.get(`/api/v1/messages/${id}`)).sentAt !== null, 'Ada was written to');
    const file = 'telefono;nome\n+393331000041;Ada\n+393331000042;NicolÃ²\n';
    const first = await draft('Prima lista', 'tina', 'Ciao {{nome}}');
    await api.call('POST', `/api/v1/campaigns/${first}/recipients`, file, 'text/csv');
    const second = await draft('Seconda lista', 'tina', 'PerchÃ© non passi, {{nome}}?');
    await withPage({}, async (page) => {
      await open(page, `/campaigns/new/who?c=${second}`);
      await page.locator('.drop').waitFor();
      await choose(page, file);
      await page.getByText(/Già importato il .*2 righe in .*Prima lista/).waitFor();
      await page.getByText('Nicolò', { exact: true }).waitFor();
      await picture(page, 'import-garbled-light');
      await page.getByRole('button', { name: IT['garbled.repair'] }).click();
      await page.getByText(IT['garbled.repairs']).waitFor();
      await page.getByRole('button', { name: IT['wizard.add'] }).click();
      await page.locator('[data-recent="1"]').waitFor();
      await page.getByText(/già scritto .* con un messaggio singolo/).waitFor();
      await picture(page, 'import-recent-light');
      await page.getByRole('button', { name: 'Escludi 1 persona' }).click();
      await page.locator('[data-code=recently_contacted]').waitFor();
      await page.locator('[data-recent]').waitFor({ state: 'detached' });
      assert.equal((await api.get(`/api/v1/campaigns/${second}`)).recipients, 1);
      await open(page, `/campaigns/new/what?c=${second}`);
      await page.getByText(IT['garbled.text']).waitFor();
      await picture(page, 'text-garbled-light');
      await page.getByRole('button', { name: IT['garbled.text.repair'] }).click();
      await page.locator('.preview .bubble').getByText('Perché non passi, Nicolò?').waitFor();
      await page.getByText(IT['garbled.text']).waitFor({ state: 'detached' });
    });
  },
);
