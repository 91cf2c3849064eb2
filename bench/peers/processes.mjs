// Processes of the harness, and what they cost the machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as rest } from 'node:timers/promises';

const GRACE = 20_000;
const children = new Set();

/** Fails if this takes longer, in ms. */
export async function within(patience, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${patience / 1000} s in vain for ${what}`)), patience);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts a process that ends when its standard input does; line() is what it says next, undefined at the end. */
export function started(command, options = {}) {
  const child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'], ...options });
  children.add(child);
  child.on('exit', () => children.delete(child));
  child.on('error', () => children.delete(child));
  child.stdin.on('error', () => {});
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { child, line: async () => (await lines.next()).value };
}

/** Ends it, gently first. */
export async function ended(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.stdin.end();
  const slow = setTimeout(() => child.kill('SIGKILL'), GRACE);
  await once(child, 'exit');
  clearTimeout(slow);
}

/** Ends all that still run, the last one first. */
export async function allEnded() {
  for (const child of [...children].reverse()) await ended(child);
}

/** Waits until this holds, looking every so many ms, for so many ms at most. */
export async function until(what, holds, every, patience) {
  for (const end = Date.now() + patience; Date.now() < end; await rest(every)) {
    if (await holds()) return;
  }
  throw new Error(`waited ${patience / 1000} s in vain for ${what}`);
}

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const fields = (pid) => read(`/proc/${pid}/stat`).replace(/^.*\) /s, '').split(' ');

/** The process that started this one. */
export const parent = (pid) => Number(fields(pid)[1]);

/** MB of memory, shared pages divided among those who share them. */
export const memory = (pid) => Number(/^Pss: *([0-9]+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;

const hundredths = (pid, ...which) => which.reduce((sum, field) => sum + (Number(fields(pid)[field]) || 0), 0);

/** Seconds of processor time of a process. */
export const processor = (pid) => hundredths(pid, 11, 12) / 100;

/** Seconds of processor time of a process and its children, those included that are gone. */
export function processorOfAll(pid) {
  const living = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && parent(name) === pid);
  return living.reduce((sum, child) => sum + processor(child), hundredths(pid, 11, 12, 13, 14) / 100);
}
