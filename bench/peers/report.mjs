// What the rounds come to, as a table in Markdown.

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The median of each figure over the rounds; ratio is the product's rate to theirs, round by round. */
export function medians(results) {
  const ours = results.staffetta ?? {};
  return Object.fromEntries(
    Object.entries(results).map(([name, byRound]) => {
      const list = Object.values(byRound);
      const all = Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((each) => each[key]))]));
      const pairs = Object.keys(byRound).filter((n) => ours[n]);
      return [name, { ...all, ratio: pairs.length ? median(pairs.map((n) => ours[n].rate / byRound[n].rate)) : undefined }];
    }),
  );
}

const figure = (value, digits = 0) =>
  value === undefined ? '–' : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const HEAD = `| | messages/s | Staffetta to it | enqueue to sent, p50 / p99 | CPU per 1,000, own + PostgreSQL | memory | WAL per message |
|---|---|---|---|---|---|---|`;

const row = (name, m) =>
  `| ${name} | ${figure(m.rate)} | ${name === 'staffetta' ? '' : figure(m.ratio, 2)} | ` +
  (m.p50 === undefined
    ? '| | | |'
    : `${figure(m.p50)} / ${figure(m.p99)} ms | ${figure(m.own, 2)} + ${figure(m.postgres, 2)} s | ${figure(m.resident)} MB | ${figure(m.wal)} B |`);

const KILLED = `| after kill -9 | lost | repeated | in doubt | still waiting | last arrival after |
|---|---|---|---|---|---|`;

const fate = (name, k) => `| ${name} | ${k.lost} | ${k.repeated} | ${k.inDoubt} | ${k.waiting} | ${figure(k.seconds, 1)} s |`;

/** All of it. */
export const table = (heading, measured, kills, failures) =>
  [
    `${heading}.`,
    '',
    HEAD,
    ...Object.entries(measured).map(([name, m]) => row(name, m)),
    '',
    KILLED,
    ...Object.entries(kills).map(([name, k]) => fate(name, k)),
    ...Object.entries(failures).flatMap(([name, list]) => ['', `${name} failed ${list.length} times: ${list.join('; ')}`]),
  ].join('\n');
