/** The tables of a stage: what is told, in which order, and what is answered. */
import { localCredentials } from '../../../local/credentials';
import { provision, tablestoreOf } from '../../../local/deployment/provisioning';
import type { Definition, Plan, Step } from '../../../shared/adapters/tablestore/table-plan';
import { type Tables, tablesAt } from '../../../shared/adapters/tablestore/tables';
import { tables as ours } from '../../../shared/ports';
import { type Embedded, openEmbedded } from '../../shared/adapters/tablestore/embedded';

const definition = (tableName: string): Definition => ({
  tableName,
  primaryKey: [{ name: 'id', type: 'STRING' }],
  timeToLive: -1,
  maxVersions: 1,
});
const step = (tableName: string, action: Step['action']): Step => {
  const wanted = definition(tableName);
  if (action === 'none' || action === 'create') return { definition: wanted, action };
  const present = { ...wanted, timeToLive: 86_400, primaryKey: [{ name: 'key', type: 'STRING' }] };
  return { definition: wanted, present, action };
};

/** Tables as a plan has them, which notes what was told before it was carried out. */
const planned = (plan: Plan) => {
  const told: string[] = [];
  const tables: Tables = {
    plan: async () => plan,
    apply: async () => {
      told.push('APPLIED');
    },
  };
  return { told, provision: (dryRun: boolean) => provision(tables, dryRun, (line) => told.push(line)) };
};

const some: Plan = {
  steps: [step('links', 'none'), step('mails', 'create'), step('sessions', 'change')],
  others: ['orders'],
};
const lines = [
  'links     as it should be',
  'mails     create: id STRING; rows are kept for ever',
  'sessions  change: rows are kept for 86400 s (1 d), and will be kept for ever',
  'Not ours, and left alone: orders.',
];
const summary = { created: ['mails'], changed: ['sessions'], unchanged: ['links'], others: ['orders'] };

it('tells the plan before it carries it out', async () => {
  const { told, provision } = planned(some);
  expect(await provision(false)).toEqual(summary);
  expect(told).toEqual([...lines, 'APPLIED']);
});

it('ends after the plan in a dry run', async () => {
  const { told, provision } = planned(some);
  expect(await provision(true)).toEqual(summary);
  expect(told).toEqual(lines);
});

it.each([true, false])('begins nothing where one table stands in the way, dry run %s', async (dryRun) => {
  const { told, provision } = planned({ ...some, steps: [...some.steps, step('todos', 'impossible')] });
  await expect(provision(dryRun)).rejects.toThrow(
    'Nothing was changed. todos is incompatible: its primary key is key STRING, and must be id STRING.',
  );
  expect(told).toContain('todos     incompatible: its primary key is key STRING, and must be id STRING');
  expect(told).not.toContain('APPLIED');
});

describe('over the wire', () => {
  let embedded: Embedded;
  beforeAll(async () => {
    embedded = await openEmbedded();
  });
  afterAll(() => embedded.close());

  it('a stage names the place and the credentials, and a second time there is nothing to do', async () => {
    const { accessKeyId, accessKeySecret, securityToken } = localCredentials;
    const environment = {
      TABLESTORE_ENDPOINT: embedded.target.endpoint,
      TABLESTORE_INSTANCE: embedded.target.instanceName,
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
    };
    const tables = tablesAt(tablestoreOf({ name: 'dev', environment }));
    const { created, changed, unchanged } = await provision(tables, false, () => {});
    expect([created, changed, unchanged.length]).toEqual([[], [], Object.keys(ours).length]);
  });
});

it('a stage that does not say where its tables are is told so', () => {
  expect(() => tablestoreOf({ name: 'dev', environment: {} })).toThrow(
    'The configuration is not right: TABLESTORE_ENDPOINT is not set; TABLESTORE_INSTANCE is not set.',
  );
});
