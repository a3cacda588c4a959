/** A deployment whole: the tables of a real (embedded) Tablestore, the stub of the deployment tool, and the doors. */
import { localCredentials } from '../../../local/credentials';
import { safeOrder } from '../../../local/deployment/deploy';
import type { Item } from '../../../local/deployment/preflight';
import { release } from '../../../local/deployment/release';
import type { Tables } from '../../../shared/adapters/tablestore/tables';
import { tablesAt } from '../../../shared/adapters/tablestore/tables';
import { tables as ours } from '../../../shared/ports';
import { type Embedded, openEmbedded } from '../../shared/adapters/tablestore/embedded';
import { createStub } from './stub';

const DEPLOYMENT = '20261101T080000Z-aaaaaaa';
const door = (state: Item['state']): Item => ({ what: 'GET /api/account', state, sentence: '401 not-signed-in' });

let embedded: Embedded;
beforeAll(async () => {
  embedded = await openEmbedded();
});
afterAll(() => embedded.close());

const releaseWith = (given: { tables?: Tables; door?: Item['state']; failAt?: number[] } = {}) => {
  const stub = createStub();
  stub.state.failAt = given.failAt ?? [];
  const told: string[] = [];
  let knocked = 0;
  const released = release({
    stage: 'dev',
    deployment: DEPLOYMENT,
    tables: given.tables ?? tablesAt({ ...embedded.target, credentials: localCredentials }),
    tool: stub.tool,
    versions: stub.versions,
    settings: { asynchronous: new Set(), minInstances: new Map() },
    doors: async () => {
      knocked = stub.state.calls.length;
      return [door(given.door ?? 'ok')];
    },
    say: (line) => told.push(line),
    print: (line) => told.push(line),
  });
  return { stub, told, released, knockedAfter: () => knocked };
};

test('makes the tables, then deploys, then knocks, and says all of it', async () => {
  const { stub, told, released, knockedAfter } = releaseWith();
  expect(await released).toBe(true);
  expect(told[0]).toBe(`\nDeployment ${DEPLOYMENT} to dev`);
  const tables = Object.keys(ours).length;
  expect(told.slice(1, tables + 1)).toEqual(Array(tables).fill(expect.stringContaining('as it should be')));
  expect(told[tables + 1]).toBe('uploading deliver-mail');
  expect(told.slice(-2)).toEqual([
    'ok  GET /api/account  401 not-signed-in',
    `${DEPLOYMENT} is live, and every door answers.`,
  ]);
  expect(stub.state.domains).toBe(1);
  expect(knockedAfter()).toBe(stub.state.calls.length);
});

test('begins nothing where a table stands in the way', async () => {
  const tables: Tables = {
    plan: () => Promise.reject(new Error('Nothing was changed. The table links has another key.')),
    apply: async () => {},
  };
  const { stub, released } = releaseWith({ tables });
  await expect(released).rejects.toThrow('has another key');
  expect(stub.state.calls).toEqual([]);
});

test('knocks at no door where it failed', async () => {
  const { released, knockedAfter } = releaseWith({ failAt: [2 * safeOrder.length + 1] });
  await expect(released).rejects.toThrow('Nothing that is called has changed.');
  expect(knockedAfter()).toBe(0);
});

test('is no success where a door is wrong, and says what to do', async () => {
  const { told, released } = releaseWith({ door: 'wrong' });
  expect(await released).toBe(false);
  expect(told.at(-1)).toMatch(
    /is live, but not every door answers .* npm run smoke -- --stage dev .* npm run rollback -- --stage dev goes back\.$/,
  );
});
