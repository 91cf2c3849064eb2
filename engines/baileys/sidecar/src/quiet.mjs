// Must be the first module of the process. libsignal reports changes of its sessions, private keys included, through
// console.*, and stdout belongs to the protocol: from here on nobody else's words leave this process.
const write = process.stdout.write.bind(process.stdout);
const nothing = () => {};
const swallow = (chunk, encoding, done) => {
  const callback = typeof encoding === 'function' ? encoding : done;
  if (callback) process.nextTick(callback);
  return true;
};

for (const [name, member] of Object.entries(console)) {
  if (typeof member === 'function') console[name] = nothing;
}
process.stdout.write = swallow;

/** From now on stderr is silent, too: until then it tells what went wrong at the start. */
export function hush() {
  process.stderr.write = swallow;
}

/** Writes one line of the protocol. On a pipe this waits for the reader, so nothing piles up here. */
export function say(line) {
  write(line);
}
