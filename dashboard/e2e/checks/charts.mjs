import assert from 'node:assert/strict';
import { check, open, shared, withPage } from '../suite.mjs';

const TO = Date.parse('2026-11-21T04:10:00Z');
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A campaign's course of so many seconds, with turns that stand close to each other. */
function course(seconds, step) {
  const from = TO - seconds * 1000;
  const at = (part) => new Date(from + part * seconds * 1000).toISOString();
  return {
    from: at(0),
    to: at(1),
    businessNow: at(1),
    secondsPerPoint: step,
    points: Array.from({ length: 50 }, (_, n) => ({ at: at(n / 50), sent: 1000 + n, failed: n % 7, others: 0 })),
    turns: [0, 0.5, 0.51, 0.52, 0.53, 0.98].map((part, n) => ({
      at: at(part),
      phase: n % 2 ? 'paused' : 'running',
      reason: null,
      sessionId: null,
    })),
  };
}

const SPANS = [
  [3 * MINUTE, 5],
  [HOUR, MINUTE],
  [DAY, MINUTE],
  [3 * DAY, MINUTE],
  [30 * DAY, HOUR],
];

/** Keeps what a chart writes, until it is drawn anew. */
function listen() {
  window.written = new Map();
  const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    window.written.set(this.canvas, []);
    clearRect.apply(this, box);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    const wide = this.measureText(text).width;
    const left = x - { center: wide / 2, right: wide, end: wide }[this.textAlign] || x;
    const middle = y + ({ top: 6, alphabetic: -4 }[this.textBaseline] ?? 0) * devicePixelRatio;
    window.written.get(this.canvas)?.push({ text, y: Math.round(middle), left, right: left + wide });
    fillText.call(this, text, x, y, ...rest);
  };
}

/** What of it is cut off or written over another. */
function collisions() {
  return [...document.querySelectorAll('.plot canvas')].flatMap((canvas) => {
    const texts = window.written.get(canvas) ?? [];
    const cut = texts.filter(({ left, right }) => left < 0 || right > canvas.width);
    const line = 9 * devicePixelRatio;
    const over = texts.filter((one) =>
      texts.some(
        (other) =>
          other !== one &&
          Math.abs(other.y - one.y) < line &&
          other.left >= one.left &&
          other.left < one.right + 4 * devicePixelRatio,
      ),
    );
    return [...cut, ...over].map(({ text }) => text);
  });
}

check('24 what stands below and beside the charts is neither cut off nor written over another', {}, async () => {
  for (const [language, width, timeZone] of [
    ['it', 1280, 'Europe/Rome'],
    ['en', 390, 'America/Sao_Paulo'],
    ['pt-BR', 320, 'Africa/Luanda'],
  ]) {
    await withPage({ language, width }, async (page) => {
      await page.addInitScript(listen);
      await page.addInitScript((chosen) => localStorage.setItem('staffetta.language', chosen), language);
      await page.route('**/api/v1/me', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ json: { ...(await answer.json()), timeZone } });
      });
      let span = SPANS[0];
      await page.route('**/api/v1/campaigns/*/history*', (route) => route.fulfill({ json: course(...span) }));
      for (span of SPANS) {
        await open(page, `/campaigns/${shared.campaign}`);
        await page.locator('.plot canvas').nth(1).waitFor();
        await page.waitForFunction(() =>
          [...document.querySelectorAll('.plot canvas')].every(
            (canvas) => (window.written.get(canvas)?.length ?? 0) > 2,
          ),
        );
        assert.deepEqual(await page.evaluate(collisions), [], `${language}, ${span[0]} s in ${width} px`);
      }
    });
  }
});
