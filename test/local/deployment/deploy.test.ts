/** Deploying, rolling back, and every way in which they can end half way, with a stub in place of the deployment tool. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deploy, safeOrder, settingsIn } from '../../../local/deployment/deploy';
import { manifests } from '../../../local/deployment/manifests';
import { describePlan, planRollback, rollBack } from '../../../local/deployment/rollback';
import { checkout, createStub, type Stub, secrets } from './stub';

const [FIRST, SECOND, THIRD, FOURTH] = [
  '20261101T080000Z-aaaaaaa',
  '20261102T080000Z-bbbbbbb',
  '20261103T080000Z-ccccccc+',
  '20261104T080000Z-ddddddd',
];
const COUNT = safeOrder.length;
/** The calls of a deployment: uploads, what is live, publishing, aliases; then each function's triggers and settings; the domain. */
const [UPLOADS, LIVE, PUBLISHED, MOVED] = [0, COUNT, 2 * COUNT, 3 * COUNT];

const deployTo = (stub: Stub, deployment: string, said: string[] = []) =>
  deploy({
    tool: stub.tool,
    versions: stub.versions,
    settings: {
      asynchronous: new Set(['close-subscription', 'deliver-mail', 'check-consistency']),
      minInstances: new Map([['marketplace-event', 1]]),
    },
    deployment,
    say: (line) => said.push(line),
  });

const complaint = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'none',
    (fault: Error) => fault.message,
  );

/** A stage on which what is named was deployed, one after the other; the code is the deployment's name. */
const stageWith = async (...deployments: string[]): Promise<Stub> => {
  const stub = createStub();
  for (const deployment of deployments) {
    stub.state.code = { all: deployment };
    await deployTo(stub, deployment);
  }
  stub.state.calls = [];
  stub.state.moves = [];
  stub.state.code = { all: THIRD };
  return stub;
};

/** The code that is live, by function. */
const liveCode = (stub: Stub): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(stub.state.functions).map(([name, { versions, aliases }]) => [
      name.replace('account-settlement-dev-', ''),
      versions.find(({ versionId }) => versionId === aliases[0]?.versionId)?.code,
    ]),
  );
const everywhere = (code: string) => Object.fromEntries(safeOrder.map((name) => [name, code]));
const moveNames = (stub: Stub) => stub.state.moves.map(({ name }) => name.replace('account-settlement-dev-', ''));

test('every function has its place in the order', () => {
  expect([...safeOrder].sort()).toEqual(readdirSync(join(checkout, 'functions')).sort());
});

test('no function is invoked by one that moves before it', () => {
  const order: readonly string[] = safeOrder;
  for (const [name, touches] of Object.entries(manifests)) {
    const invoked: readonly string[] = 'invoker' in touches ? touches.invoker : [];
    for (const other of invoked) {
      if (other === name) continue;
      const before = order.indexOf(other) < order.indexOf(name);
      expect({ name, other, before }).toEqual({ name, other, before: true });
    }
  }
});

test('what belongs to the alias is read of s.yaml', () => {
  const settings = settingsIn({
    resources: {
      'log-in': { props: {} },
      'deliver-mail': { props: { asyncInvokeConfig: { qualifier: 'live' } } },
      'marketplace-event': { props: { scalingConfig: { qualifier: 'live', minInstances: 2 } } },
    },
  });
  expect(settings).toEqual({
    asynchronous: new Set(['deliver-mail']),
    minInstances: new Map([['marketplace-event', 2]]),
  });
});

describe('a deployment', () => {
  test('of a stage on which nothing is: what must exist before it is named exists before', async () => {
    const stub = createStub();
    await deployTo(stub, FIRST);
    expect(liveCode(stub)).toEqual(everywhere('first'));
    const { functions, domains } = stub.state;
    expect(Object.values(functions).every(({ triggers }) => triggers)).toBe(true);
    expect(Object.values(functions).filter(({ asynchronous }) => asynchronous)).toHaveLength(3);
    expect(functions['account-settlement-dev-marketplace-event']?.minInstances).toBe('1');
    expect(domains).toBe(1);
    expect(functions['account-settlement-dev-console']?.aliases).toEqual([
      { aliasName: 'live', versionId: '1', description: FIRST },
    ]);
  });

  test('of a stage that is live: versions say after which, and aliases move in the safe order', async () => {
    const stub = await stageWith(FIRST);
    await deployTo(stub, SECOND);
    expect(moveNames(stub)).toEqual(safeOrder);
    expect(stub.state.functions['account-settlement-dev-log-in']?.versions[0]).toMatchObject({
      versionId: '2',
      description: `${SECOND} after ${FIRST}`,
    });
  });

  test('carries no secret in an argument', async () => {
    const stub = createStub();
    await deployTo(stub, FIRST);
    const args = stub.state.calls.flatMap(({ argv }) => argv).join(' ');
    for (const secret of Object.values(secrets)) expect(args).not.toContain(secret);
  });

  test('of which only one function changed publishes that one, and is rolled back whole', async () => {
    const stub = await stageWith(FIRST, SECOND);
    stub.state.code = { all: SECOND, 'log-in': THIRD };
    await deployTo(stub, THIRD);
    expect(liveCode(stub)).toEqual({ ...everywhere(SECOND), 'log-in': THIRD });
    await rollBack(stub.versions, await planRollback(stub.versions), () => {});
    expect(liveCode(stub)).toEqual(everywhere(SECOND));
    await rollBack(stub.versions, await planRollback(stub.versions, THIRD), () => {});
    expect(liveCode(stub)).toEqual({ ...everywhere(SECOND), 'log-in': THIRD });
  });
});

describe('a deployment that fails', () => {
  // biome-ignore format: one case a line
  test.each([
    // at the call                          then live is    and it says
    ['the first upload',   UPLOADS + 1,     SECOND, /^s deliver-mail deploy --function -y failed: connect ETIMEDOUT.*\nNothing that is called has changed\. .* run the same command again\.$/],
    ['the fifth upload',   UPLOADS + 5,     SECOND, /Nothing that is called has changed/],
    ['asking what is live', LIVE + 3,       SECOND, /Nothing that is called has changed/],
    ['publishing the fifth', PUBLISHED + 5, SECOND, /^s cli fc3 version publish .*\nNothing that is called has changed/],
    ['the first alias',    MOVED + 1,       SECOND, /What had moved was moved back\. .* run the same command again\.$/],
    ['the fifth alias',    MOVED + 5,       SECOND, /What had moved was moved back\./],
    ['the last alias',     MOVED + COUNT,   SECOND, /What had moved was moved back\./],
    ['the first trigger',  MOVED + COUNT + 1, THIRD, /The new versions are live already\. .* npm run rollback\.$/],
    ['the domain',         MOVED + 2 * COUNT + 5, THIRD, /^s domain deploy -y failed.*\nThe new versions are live already/],
  ])('at %s (call %d)', async (_, nth, live, says) => {
    const stub = await stageWith(FIRST, SECOND);
    stub.state.failAt = [nth];
    const said = await complaint(deployTo(stub, THIRD));
    expect(said).toMatch(says);
    for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
    expect(liveCode(stub)).toEqual(everywhere(live));

    // The same command again, in a deployment of its own.
    await deployTo(stub, FOURTH);
    expect(liveCode(stub)).toEqual(everywhere(THIRD));
    await rollBack(stub.versions, await planRollback(stub.versions), () => {});
    expect(liveCode(stub)).toEqual(everywhere(SECOND));
  });

  test('at an alias whose move was not answered, though it happened, moves that back too', async () => {
    const stub = await stageWith(FIRST, SECOND);
    stub.state.loseAt = [MOVED + 5];
    expect(await complaint(deployTo(stub, THIRD))).toContain('What had moved was moved back.');
    expect(liveCode(stub)).toEqual(everywhere(SECOND));
    expect(moveNames(stub)).toEqual([...safeOrder.slice(0, 5), ...safeOrder.slice(0, 5).toReversed()]);
  });

  test('and cannot move back either names what is on the new version, which a rollback mends', async () => {
    const stub = await stageWith(FIRST, SECOND);
    stub.state.failAt = [MOVED + 3, MOVED + 5];
    expect(await complaint(deployTo(stub, THIRD))).toMatch(
      /may be on the new version: close-subscription\. Run npm run rollback/,
    );
    expect(liveCode(stub)).toEqual({ ...everywhere(SECOND), 'close-subscription': THIRD });
    const plan = await planRollback(stub.versions);
    expect([plan.from, plan.to]).toEqual([THIRD, SECOND]);
    await rollBack(stub.versions, plan, () => {});
    expect(liveCode(stub)).toEqual(everywhere(SECOND));
  });

  test('of a first deployment leaves no alias that is named by anything', async () => {
    const stub = createStub();
    stub.state.failAt = [MOVED + 4];
    expect(await complaint(deployTo(stub, FIRST))).toContain('run the same command again');
    expect(stub.state).toMatchObject({ domains: 0 });
    await deployTo(stub, SECOND);
    expect(liveCode(stub)).toEqual(everywhere('first'));
  });

  test('because a version was published by hand says how to remove it', async () => {
    const stub = await stageWith(FIRST);
    stub.state.functions['account-settlement-dev-log-in']?.versions.unshift({
      versionId: '2',
      description: 'try',
      code: THIRD,
    });
    expect(await complaint(deployTo(stub, THIRD))).toMatch(
      /Version 2 of log-in was published by hand.* npx s cli fc3 version remove --region cn-hangzhou --function-name account-settlement-dev-log-in --version-id 2,/,
    );
  });
});

describe('a rollback', () => {
  test('goes to the deployment before, what invokes first, and a second one further', async () => {
    const stub = await stageWith(FIRST, SECOND, THIRD);
    await rollBack(stub.versions, await planRollback(stub.versions), () => {});
    expect(liveCode(stub)).toEqual(everywhere(SECOND));
    expect(moveNames(stub)).toEqual(safeOrder.toReversed());
    await rollBack(stub.versions, await planRollback(stub.versions), () => {});
    expect(liveCode(stub)).toEqual(everywhere(FIRST));
    expect(await complaint(planRollback(stub.versions))).toBe(
      `${FIRST} is the first deployment of this stage: there is none to go back to.`,
    );
  });

  test('goes to any deployment that is named, forward too, and says which there are', async () => {
    const stub = await stageWith(FIRST, SECOND, THIRD);
    await rollBack(stub.versions, await planRollback(stub.versions, FIRST), () => {});
    expect(liveCode(stub)).toEqual(everywhere(FIRST));
    await rollBack(stub.versions, await planRollback(stub.versions, THIRD), () => {});
    expect(liveCode(stub)).toEqual(everywhere(THIRD));
    expect(await complaint(planRollback(stub.versions, FOURTH))).toBe(
      `No version says that it is of ${FOURTH}. These do: ${FIRST}, ${SECOND}, ${THIRD}.`,
    );
  });

  test('skips a deployment that never went live', async () => {
    const stub = await stageWith(FIRST);
    stub.state.code = { all: SECOND };
    stub.state.failAt = [MOVED + 1];
    await complaint(deployTo(stub, SECOND));
    stub.state.code = { all: THIRD };
    await deployTo(stub, THIRD);
    await rollBack(stub.versions, await planRollback(stub.versions), () => {});
    expect(liveCode(stub)).toEqual(everywhere(FIRST));
  });

  test('that fails half way says what is where, and goes on', async () => {
    const stub = await stageWith(FIRST, SECOND);
    const plan = await planRollback(stub.versions);
    stub.state.failAt = [stub.state.calls.length + 4];
    expect(await complaint(rollBack(stub.versions, plan, () => {}))).toMatch(
      new RegExp(
        `On ${FIRST} are now: console, billing-center, log-in; not yet: change-settlement, .*deliver-mail\\. Run it again with --to ${FIRST} until all are\\.$`,
      ),
    );
    await rollBack(stub.versions, await planRollback(stub.versions), () => {});
    expect(liveCode(stub)).toEqual(everywhere(FIRST));
  });

  test('leaves a function alone that did not exist then', async () => {
    const stub = await stageWith(FIRST, SECOND);
    stub.state.functions['account-settlement-dev-log-in']?.versions.pop();
    const { steps } = await planRollback(stub.versions);
    expect(describePlan({ from: SECOND, to: FIRST, steps })).toMatch(
      /^log-in +stays on 2: it did not exist then\nchange-settlement +version 2 to 1$/m,
    );
    expect(steps.filter((step) => step.before === undefined).map(({ name }) => name)).toEqual(['log-in']);
  });

  test('of a stage on which nothing is live is none', async () => {
    const stub = await stageWith(FIRST);
    for (const each of Object.values(stub.state.functions)) each.aliases = [];
    expect(await complaint(planRollback(stub.versions))).toBe('Nothing is live on this stage: deploy it first.');
  });
});
