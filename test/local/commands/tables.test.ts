/** The commands about tables as a person runs them, built and over the wire: from nothing to a second stage with the same rows. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localCredentials } from '../../../local/credentials';
import { type RunningTablestore, startTablestore } from '../../../local/tablestore/server';
import { tablestore } from '../../../shared/adapters/tablestore/store';
import { tables } from '../../../shared/ports';
import { linkRow } from '../../contracts/sample-rows';
import { realClock } from '../../shared/adapters/tablestore/embedded';

let directory: string;
const servers: RunningTablestore[] = [];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'commands-'));
  for (const name of ['prod', 'dev']) {
    servers.push(
      await startTablestore({
        directory: join(directory, name),
        port: 0,
        clock: realClock,
        credentials: localCredentials,
      }),
    );
  }
});
afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(directory, { recursive: true });
});

const endpointOf = (stage: string) => servers[stage === 'prod' ? 0 : 1]?.endpoint ?? '';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `command` with its options; what it is told of the stage stands in its environment. */
const run = (command: string, stage: string, ...options: string[]): Promise<Ended> => {
  const file = join(__dirname, '../../../dist/local/commands', `${command}.js`);
  const env = {
    PATH: process.env.PATH,
    TABLESTORE_ENDPOINT: endpointOf(stage),
    TABLESTORE_INSTANCE: 'settlement',
    ALIBABA_CLOUD_ACCESS_KEY_ID: localCredentials.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: localCredentials.accessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: localCredentials.securityToken,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [file, '--stage', stage, ...options], { env }, (fault, out, err) =>
      resolve({ code: fault ? Number(fault.code) : 0, out, err }),
    );
  });
};

it('provisions, exports, and imports elsewhere', async () => {
  const all = Object.keys(tables).length;
  const planned = await run('provision', 'prod', '--dry-run');
  expect(planned.code).toBe(2);
  expect(planned.err).toMatch(/^workspaces +create: spread STRING, workspaceId STRING; rows are kept for ever$/m);
  expect(JSON.parse(planned.out).created).toHaveLength(all);
  // Nothing was done, so there is as much to do; and twice at once is as good as once.
  const [one, other] = await Promise.all([run('provision', 'prod'), run('provision', 'prod')]);
  expect([one.code, other.code]).toEqual([0, 0]);
  const done = await run('provision', 'prod', '--dry-run');
  expect([done.code, JSON.parse(done.out).unchanged.length]).toEqual([0, all]);

  const link = linkRow();
  const storeOf = (stage: string) =>
    tablestore({ endpoint: endpointOf(stage), instanceName: 'settlement' }, localCredentials, { clock: realClock });
  await storeOf('prod').write({ table: 'links', put: link });
  const backup = join(directory, 'backup');
  const exported = await run('export', 'prod', '--to', backup);
  expect(exported.code).toBe(0);
  expect(JSON.parse(exported.out)).toMatchObject({ format: 1, stage: 'prod', tables: { links: { rows: 1 } } });

  const from = ['--from', backup, '--of', 'prod'];
  const unready = await run('import', 'dev', ...from, '--yes');
  expect(unready.code).toBe(1);
  expect(unready.err).toContain('npm run provision -- --stage dev first.');
  await run('provision', 'dev');
  const dry = await run('import', 'dev', ...from);
  expect(dry.err).toContain('links: 1 rows to write, 0 there already');
  expect(JSON.parse(dry.out)).toMatchObject({ rows: 1, written: 0, verified: false });
  const imported = await run('import', 'dev', ...from, '--yes');
  expect(JSON.parse(imported.out)).toMatchObject({ rows: 1, present: 0, written: 1, verified: true });
  expect(await storeOf('dev').get('links', link)).toEqual(link);
}, 120_000);

// biome-ignore format: a table
it.each<[string, string[], string]>([
  ['provision', ['--drop'],         "Unknown option '--drop'"],
  ['export',    [],                 'Where to? Name a directory that is empty, or not there yet, as in --to backup.'],
  ['import',    [],                 'From where? Name the directory of an export, as in --from backup.'],
  ['import',    ['--from', 'none'], 'There is no none/manifest.json: this is no export, or one that was broken off.'],
])('%s %j is told what is wrong in a sentence', async (command, options, told) => {
  const { code, out, err } = await run(command, 'prod', ...options);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(told);
  expect(err).not.toContain('    at ');
});

it.each(['provision', 'export', 'import'])('%s --help says how it is used', async (command) => {
  const { code, out } = await run(command, 'prod', '--help');
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^npm run ${command} -- --stage`));
});
