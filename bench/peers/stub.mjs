// The other side: takes every message, answers at once, and writes down whom it was for and when (µs since 1970), in a file that is only
// appended to: stub.mjs LEDGER. Speaks just as much HTTP as the contenders' clients do. Prints its port.
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';

const ledger = createWriteStream(process.argv[2], { flags: 'a' });
let count = 0;
let lines = [];
let flushing = false;

function taken(body) {
  const phone = /"to":"([0-9]+)"/.exec(body)[1];
  lines.push(`${phone} ${Math.round((performance.timeOrigin + performance.now()) * 1000)}\n`);
  if (!flushing) {
    flushing = true;
    setTimeout(flush, 20);
  }
  return `{"id":"m${++count}"}`;
}

function flush() {
  ledger.write(lines.join(''));
  lines = [];
  flushing = false;
}

/** The next request in what has come, if it is whole: its body, and where it ends. */
function request(text) {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = Number(/content-length: *([0-9]+)/i.exec(text.slice(0, head))?.[1] ?? 0);
  const end = head + 4 + length;
  return end <= text.length ? { body: text.slice(head + 4, end), end } : null;
}

const server = createServer({ noDelay: true }, (socket) => {
  let text = '';
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    text += chunk;
    let answers = '';
    for (let next = request(text); next; next = request(text)) {
      text = text.slice(next.end);
      const answer = taken(next.body);
      answers += `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`;
    }
    if (answers) socket.write(answers);
  });
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit());
