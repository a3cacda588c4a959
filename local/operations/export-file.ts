/**
 * The file of a table in an export: one row a line, as JSON, in the order in which the store keeps the rows. A row is
 * written in one way only, its members in the order of the schema, so that the same rows always give the same bytes, and
 * a line that says the same in other words was not written by an export.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { compareRows, toCell } from '../../shared/adapters/tablestore/row';
import { schemas } from '../../shared/adapters/tablestore/schema';
import { type Table, tables } from '../../shared/ports';

/** How many rows a table's file has, and what its bytes hash to. */
export interface Figures {
  readonly rows: number;
  readonly sha256: string;
}

/** Adds up what passes by. */
export const createTally = () => {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    addBytes: (bytes: Uint8Array | string) => void hash.update(bytes),
    addRows: (count: number) => {
      rows += count;
    },
    figures: (): Figures => ({ rows, sha256: hash.digest('hex') }),
  };
};
export type Tally = ReturnType<typeof createTally>;

export const fileOf = (table: Table): string => `${table}.jsonl`;

/** A row as its line, the line break included. */
export const lineOf = (table: Table, row: object): string => {
  const members = row as Readonly<Record<string, unknown>>;
  const known = Object.keys(schemas[table].columns).filter((name) => members[name] !== undefined);
  return `${JSON.stringify(Object.fromEntries(known.map((name) => [name, members[name]])))}\n`;
};

/** What is wrong with a line; never what stands in it, for that is of people. */
type Fault = { readonly fault: string };

const parse = (text: string): { readonly row: object } | Fault => {
  try {
    const row: unknown = JSON.parse(text);
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? { row } : { fault: 'is no JSON object' };
  } catch {
    return { fault: 'is no JSON' };
  }
};

/** A row is what the table's columns take, with its key and what a conditional write looks at. */
const faultOf = (table: Table, row: object): string | undefined => {
  const { key, guard } = tables[table];
  const members = row as Readonly<Record<string, unknown>>;
  const missing = [...key, ...(guard ? [guard] : [])].find((name) => !Object.hasOwn(members, name));
  if (missing !== undefined) return `has no ${missing}`;
  const unknown = Object.keys(members).find((name) => !Object.hasOwn(schemas[table].columns, name));
  if (unknown !== undefined) return `has a member ${JSON.stringify(unknown.slice(0, 40))}, which no ${table} have`;
  try {
    for (const [name, value] of Object.entries(members)) toCell(table, name, value);
  } catch (fault) {
    return `is not right: ${(fault as Error).message}`;
  }
  return undefined;
};

const readLine = (table: Table, bytes: Uint8Array): { readonly row: object } | Fault => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { fault: 'is no UTF-8' };
  }
  const parsed = parse(text);
  if ('fault' in parsed) return parsed;
  const fault = faultOf(table, parsed.row);
  if (fault !== undefined) return { fault };
  return lineOf(table, parsed.row) === `${text}\n` ? parsed : { fault: 'is not written as an export writes it' };
};

const LINE_BREAK = 0x0a;
/** More than a row can be: 4 MB (Tablestore, "General limits"), and what JSON adds to it. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Each line's bytes without its line break. The last one, where it has none or is too long, is `cutOff`. */
async function* linesOf(path: string, tally: Tally): AsyncGenerator<{ bytes: Uint8Array; cutOff: boolean }> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    tally.addBytes(chunk);
    let from = 0;
    for (let end = chunk.indexOf(LINE_BREAK); end !== -1; end = chunk.indexOf(LINE_BREAK, from)) {
      yield { bytes: Buffer.concat([rest, chunk.subarray(from, end)]), cutOff: false };
      rest = Buffer.alloc(0);
      from = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > LONGEST_LINE) break;
  }
  if (rest.length > 0) yield { bytes: rest, cutOff: true };
}

/** Lines are numbered from 1. */
export type Line = { readonly number: number } & ({ readonly row: object } | Fault);

/** Reads a table's file from the start, a line at a time, and counts and hashes it into the tally. */
export async function* readFile(path: string, table: Table, tally: Tally): AsyncGenerator<Line> {
  let number = 0;
  let before: object | undefined;
  for await (const { bytes, cutOff } of linesOf(path, tally)) {
    number++;
    tally.addRows(1);
    const read = cutOff ? { fault: 'has no end' } : readLine(table, bytes);
    if ('fault' in read) yield { number, ...read };
    else {
      const order = before ? compareRows(table, before, read.row) : -1;
      if (order < 0) yield { number, ...read };
      else yield { number, fault: order === 0 ? 'is the same row as the line before' : 'is out of order' };
      before = read.row;
    }
  }
}
