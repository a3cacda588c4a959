/**
 * `npm run bench`: every bench, a table at the end; `-- <name> …` only these. `--full` takes the longest sizes too, `--json
 * FILE` writes what was found for programs, `--readme` puts the whole table into the README.
 *
 * Fails only where a bench itself fails. A figure beyond its reach is told, and is no failure: machines differ.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { closure } from './closure';
import { coldStart } from './cold-start';
import { consistency } from './consistency';
import { consolePages } from './console';
import { cost } from './cost';
import { hot } from './hot';
import { PART } from './in-process';
import { packageSize } from './package';
import { beAPart } from './parts';
import { putIntoReadme } from './readme';
import { request } from './request';
import { roundTrips } from './round-trips';
import type { Bench, Row } from './row';
import { jsonOf, markdownTable, notesOf, terminalTable } from './table';
import { tablestore } from './tablestore';
import { throughput } from './throughput';

const benches: Readonly<Record<string, Bench>> = {
  'cold-start': coldStart,
  package: packageSize,
  'round-trips': roundTrips,
  request,
  throughput,
  closure,
  consistency,
  hot,
  tablestore,
  console: consolePages,
  cost,
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      full: { type: 'boolean', default: false },
      json: { type: 'string' },
      readme: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !benches[name]);
  if (unknown.length > 0) {
    const known = Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(12)} ${about}`);
    throw new Error(`There is no bench ${unknown.join(', ')}. There are:\n${known.join('\n')}`);
  }
  if (values.readme && positionals.length > 0) throw new Error('The README takes the whole table: name no bench.');
  const results = new Map<string, readonly Row[]>();
  const begunMs = performance.now();
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const startMs = performance.now();
    process.stderr.write(`${name}: ${bench.about} …`);
    results.set(name, await bench.run({ full: values.full }));
    process.stderr.write(` ${Math.round((performance.now() - startMs) / 1_000)} s\n`);
  }
  const [load = 0] = loadavg();
  const minutes = ((performance.now() - begunMs) / 60_000).toFixed(1);
  const machine = `Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)} at the end, ${minutes} minutes`;
  console.log(terminalTable(results));
  for (const note of notesOf(results)) console.log(note);
  console.log(`\n${machine}`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(jsonOf(results), null, 2)}\n`);
  if (values.readme) {
    const day = new Date().toISOString().slice(0, 10);
    putIntoReadme(process.cwd(), `${markdownTable(results)}\n\n${day}, ${machine}.`);
  }
};

const [, , first, part, given] = process.argv;
(first === PART ? beAPart(part, given) : main()).catch((fault: Error) => {
  process.stderr.write(`${fault.stack}\n`);
  process.exitCode = 1;
});
