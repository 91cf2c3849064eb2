// A wire between browser and product that can be cut.
import { createServer, connect } from 'node:net';

/** Starts it, in front of a product at this address. */
export async function startWire(to) {
  const { hostname, port } = new URL(to);
  const sockets = new Set();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const cut = () => {
    whole = false;
    sockets.forEach((socket) => socket.destroy());
  };
  return {
    url: `http://localhost:${server.address().port}`,
    cut,
    mend: () => {
      whole = true;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
