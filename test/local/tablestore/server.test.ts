/** What the server promises as a process: acknowledged rows outlive it, and it ends cleanly. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as createRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import TableStore from 'tablestore';
import { startTablestore } from '../../../local/tablestore/server';
import { createClient, credentials, fields, ignore, startTestTablestore, tableParams } from './start';

const ENTRY = `
  import { startTablestore } from './local/tablestore/server';
  const [directory, credentials] = process.argv.slice(2);
  startTablestore({ directory, port: 0, clock: { nowMs: Date.now }, credentials: JSON.parse(credentials) })
    .then(({ endpoint }) => console.log(endpoint));
`;

describe('a server that is killed', () => {
  const project = join(__dirname, '../../..');
  let folder: string;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tablestore-'));
    buildSync({
      stdin: { contents: ENTRY, resolveDir: project, loader: 'ts' },
      bundle: true,
      platform: 'node',
      packages: 'external',
      outfile: join(folder, 'server.js'),
    });
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const start = async () => {
    const args = [join(folder, 'server.js'), join(folder, 'data'), JSON.stringify(credentials)];
    const env = { ...process.env, NODE_PATH: join(project, 'node_modules') };
    child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = child.stdout ? await once(child.stdout, 'data') : [];
    return createClient(String(line).trim());
  };

  test('has every row that it acknowledged when it comes back', async () => {
    const acknowledged: string[] = [];
    let next = 0;
    let client = await start();
    await client.createTable(tableParams('T'));
    const killed = child && once(child, 'close');

    const writeUntilKilled = async (): Promise<never> => {
      for (;;) {
        const id = `${next++}`;
        await client.putRow({ tableName: 'T', primaryKey: [{ id }], condition: ignore, attributeColumns: [{ v: id }] });
        acknowledged.push(id);
        if (acknowledged.length === 200) child?.kill('SIGKILL');
      }
    };
    // Where the kill breaks an answer off in the middle, the SDK waits for the rest of it for ever.
    await Promise.race([Promise.allSettled(Array.from({ length: 8 }, writeUntilKilled)), killed]);

    client = await start();
    const { rows } = await client.getRange({
      tableName: 'T',
      direction: TableStore.Direction.FORWARD,
      inclusiveStartPrimaryKey: [{ id: TableStore.INF_MIN }],
      exclusiveEndPrimaryKey: [{ id: TableStore.INF_MAX }],
    });
    const found = rows.map(fields);
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    expect(found).toEqual(expect.arrayContaining(acknowledged.map((id) => ({ id, v: id }))));
  }, 60_000);
});

test('a request under way is answered before the server ends', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
  const server = await startTablestore({ directory, port: 0, clock: { nowMs: Date.now }, credentials });
  const request = createRequest(`${server.endpoint}/ListTable`, {
    method: 'POST',
    headers: { expect: '100-continue' },
  });
  const answered = once(request, 'response');
  request.flushHeaders();
  await once(request, 'continue');

  const closed = server.close();
  request.end();
  const [response] = (await answered) as [IncomingMessage];
  expect(response.statusCode).toBe(400);
  expect(response.headers['x-ots-requestid']).toBeDefined();
  response.resume();
  await closed;
  await rm(directory, { recursive: true });
});

test('a directory belongs to one server at a time, and a port too', async () => {
  const tablestore = await startTestTablestore();
  const options = { port: 0, clock: { nowMs: Date.now }, credentials };
  await expect(startTablestore({ ...options, directory: tablestore.directory })).rejects.toThrow(
    'Cannot open the data',
  );

  const directory = await mkdtemp(join(tmpdir(), 'tablestore-'));
  const port = Number(new URL(tablestore.endpoint).port);
  await expect(startTablestore({ ...options, directory, port })).rejects.toThrow('EADDRINUSE');
  const second = await startTablestore({ ...options, directory });
  await second.close();
  await rm(directory, { recursive: true });
  await tablestore.stop();
});
