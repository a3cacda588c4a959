/**
 * Where the functions' output goes. In the cloud it is the log service; here every line is appended to one file, and what
 * went wrong is shown to whoever runs the system as well.
 */
import { createWriteStream } from 'node:fs';

/** A line is kept to that length (Function Compute documents, "Limits"). */
export const LONGEST_LINE_BYTES = 32 * 1024;

export interface FunctionLog {
  /** A line that the function wrote: `out` to its standard output, `err` to its standard error. */
  line(name: string, stream: 'out' | 'err', line: string): void;
  /** What the platform has to say about the function: a failure, with its stack where there is one. */
  failure(name: string, text: string): void;
  close(): Promise<void>;
}

export const openLog = (file: string, show: (text: string) => void = console.error): FunctionLog => {
  const stream = createWriteStream(file, { flags: 'a' });
  stream.on('error', (error) => show(`The functions' log cannot be written: ${error.message}`));
  return {
    line(name, from, written) {
      const line = cut(written);
      stream.write(`${line}\n`);
      if (from === 'err') show(`[${name}] ${line}`);
    },
    failure(name, text) {
      stream.write(`${text}\n`);
      show(`[${name}] ${text}`);
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
};

/** Whole characters, as many as fit. */
const cut = (line: string): string => {
  const bytes = Buffer.from(line);
  if (bytes.length <= LONGEST_LINE_BYTES) return line;
  return bytes
    .subarray(0, LONGEST_LINE_BYTES)
    .toString()
    .replace(/\uFFFD$/, '');
};
