/**
 * Ends the process where one input keeps it busy for too long: a loop without end lets no timer run, so the watch is kept
 * by another thread, which sees a counter that stands still. It says which input it was.
 */
import { Worker } from 'node:worker_threads';
import type { Watch } from './campaign';

const source = `
const { workerData, threadId } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const { counter, text, patienceMs } = workerData;
let last = -1;
setInterval(() => {
  const [count, length] = [Atomics.load(counter, 0), Atomics.load(counter, 1)];
  if (count === last && length > 0) {
    writeSync(2, 'No answer in ' + patienceMs + ' ms: ' + Buffer.from(text.slice(0, length)).toString() + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
  last = count;
}, patienceMs);
`;

export const startWatchdog = (patienceMs: number): { watch: Watch; stop(): Promise<unknown> } => {
  const counter = new Int32Array(new SharedArrayBuffer(8));
  const text = new Uint8Array(new SharedArrayBuffer(1_024));
  const worker = new Worker(source, { eval: true, workerData: { counter, text, patienceMs } });
  const encoder = new TextEncoder();
  return {
    watch(running) {
      Atomics.add(counter, 0, 1);
      Atomics.store(counter, 1, running === undefined ? 0 : encoder.encodeInto(running, text).written);
    },
    stop: () => worker.terminate(),
  };
};
