/** What operators are shown: what one needs before one acts, without what they need not know. */
import { textOf } from '../../../local/operations/text';
import { currentEntry } from '../../../shared/domain/workspace';
import { Unavailable, Undeliverable } from '../../../shared/ports';
import { rowsOf } from '../../fakes/rows';
import { buy } from '../../fakes/world';
import {
  ACCOUNT_ID,
  build,
  CLOSED_INSTANCE_ID,
  check,
  type House,
  INSTANCE_ID,
  OTHER_INSTANCE_ID,
} from '../../functions/check-consistency/house';
import { release, show } from '../../functions/steps';
import { type reachOf, SIGNED, type } from './operator';

const seen = async ({ world }: House, line: string) => {
  const before = rowsOf(world.store);
  const answer = await type(world, line);
  expect(rowsOf(world.store)).toEqual(before);
  if (answer.kind !== 'seen') throw new Error('It was no look.');
  return answer.seen;
};

describe('show workspace', () => {
  test('its row, its payer, what the payer’s right rests on, its mails', async () => {
    const house = await build();
    const { workspaceId, owner, site } = house.switched;
    const closureMail = `closure/${CLOSED_INSTANCE_ID}/${owner}`;
    expect(await seen(house, `show workspace ${site}/${workspaceId}`)).toMatchObject({
      workspace: { workspaceId, site, owner, username: 'acme', wellFormed: true },
      timeline: [
        { settledBy: `instance ${CLOSED_INSTANCE_ID} of ${ACCOUNT_ID}`, cause: 'registration', by: 'owner' },
        { settledBy: 'the Billing Center account', cause: 'closure', by: 'marketplace', closureOf: CLOSED_INSTANCE_ID },
      ],
      payer: 'the Billing Center account',
      wrong: [],
      claims: { username: { standing: 'good', sameOwner: true }, ownersList: 'there' },
      bindings: [{ instanceId: CLOSED_INSTANCE_ID, binding: 'none' }],
      mails: [{ mailId: closureMail, state: 'sent' }],
      todos: [],
      findings: [],
    });
    expect(await seen(house, `show workspace ${house.paid.workspaceId}`)).toMatchObject({
      payer: { instanceId: INSTANCE_ID, instance: { status: 'open' }, link: { standing: 'good', owner } },
      bindings: [{ instanceId: INSTANCE_ID, binding: 'there' }],
    });
  });

  test('what contradicts it, and what the check has found of it', async () => {
    const house = await build();
    const { world, paid } = house;
    const entry = currentEntry(paid);
    const settlement = { ...entry.settlement, instanceId: OTHER_INSTANCE_ID };
    await world.store.write({
      table: 'workspaces',
      put: {
        ...paid,
        version: 9,
        timeline: [...paid.timeline, { ...entry, settlement, changeId: 'by hand' }] as never,
      },
    });
    await check(world);
    expect(await seen(house, `show workspace ${paid.workspaceId}`)).toMatchObject({
      wrong: [
        expect.stringMatching(/^It is settled by the instance 33884914 for .*, and that was sold to 6543210987654321/),
      ],
      findings: [{ kind: 'settled-by-stranger' }],
    });
  });

  test.each([
    ['is not there', () => `show workspace wksp_${'0'.repeat(32)}`],
    ['is of another site', ({ paid }: House) => `show workspace eu1/${paid.workspaceId}`],
  ])('that %s', async (_, line) => {
    const house = await build();
    await expect(seen(house, line(house))).rejects.toThrow(/^There is no workspace .*: show account lists/);
  });

  test('that is void', async () => {
    const house = await build();
    const workspaceId = `wksp_${'1'.repeat(32)}` as never;
    await house.world.store.write({ table: 'workspaces', put: { kind: 'void', workspaceId, version: 1 } });
    expect(await seen(house, `show workspace ${workspaceId}`)).toMatchObject({
      workspace: { state: expect.stringMatching(/^void/) },
    });
  });
});

describe('show instance', () => {
  test('its row, what the marketplace shows, its buyer, what is bound to it', async () => {
    const house = await build();
    const { owner, site, workspaceId } = house.paid;
    expect(await seen(house, `show instance ${INSTANCE_ID}`)).toMatchObject({
      instance: { status: 'open', accountId: ACCOUNT_ID },
      marketplace: { status: 'OPENED' },
      wrong: [],
      soldTo: { accountId: ACCOUNT_ID, listed: 'yes', link: { standing: 'good', owner } },
      bindings: {
        bindings: 1,
        settled: 1,
        switchedByItsClosure: 0,
        withoutEffect: 0,
        settles: [`${site}/${workspaceId}`],
      },
      todos: [],
    });
  });

  // biome-ignore format: one case a line
  test.each([
    ['closed there',            ({ world }: House) => show(world, 'CLOSED'),                                   [/^It is open, and by what the marketplace shows would be closing/], { status: 'CLOSED' }],
    ['another buyer',           ({ world }: House) => show(world, 'OPENED', { accountId: '9999999999999999' }), [/^It was sold to 1234567890123456, and the marketplace shows 9999999999999999/], {}],
    ['unknown there',           ({ world }: House) => { world.marketplace.instances.clear(); },                [/^The marketplace does not know it/], 'does not know it'],
    ['closing, and open there', ({ world }: House) => release(world),                                          [/^It is closing, and the marketplace shows it as OPENED/], { status: 'OPENED' }],
    ['no answer',               ({ world }: House) => { world.marketplace.down = true; },                      [], 'does not answer (Unavailable)'],
  ])('%s', async (_, spoil, wrong, marketplace) => {
    const house = await build();
    await spoil(house);
    const told = await seen(house, `show instance ${INSTANCE_ID}`);
    expect(told.wrong).toEqual(wrong.map((sentence) => expect.stringMatching(sentence)));
    expect(told).toMatchObject({ marketplace });
  });

  test('that we have not heard of', async () => {
    const house = await build();
    show(house.world, 'OPENED', { instanceId: '70000001' });
    expect(await seen(house, 'show instance 70000001')).toMatchObject({
      instance: 'not known to us',
      wrong: ['The marketplace shows it, and no call has told us of it.'],
    });
  });
});

describe('show account and show mail', () => {
  test('e-mail and phone only where they are asked for; the hash of the password never', async () => {
    const house = await build();
    const masked = await seen(house, 'show account acme');
    expect(masked).toMatchObject({
      account: { email: 'o***@acme.example', phone: '***00', company: 'Acme', standing: 'good' },
      workspaceCount: 2,
      cloudAccounts: [{ accountId: ACCOUNT_ID, link: 'good', linkedToThis: true }],
      wrongPasswords: expect.stringMatching(/^0 of 100/),
    });
    expect(JSON.stringify(masked)).not.toMatch(/ops@acme|13800138000|hash of/);
    const whole = await seen(house, 'show account acme --personal');
    expect(whole).toMatchObject({ account: { email: 'ops@acme.example', phone: '13800138000' } });
    expect(JSON.stringify(whole)).not.toMatch(/hash of/);
    await expect(seen(house, 'show account nobody')).rejects.toThrow(/^There is no account nobody/);
  });

  test('a mail: its state, to whom, what it tells, whether the mailer finds it', async () => {
    const house = await build();
    house.world.mailer.fault = new Undeliverable('no such address');
    await release(house.world);
    await house.world.settle();
    const mailId = `closure/${INSTANCE_ID}/${house.paid.owner}`;
    expect(await seen(house, `show mail ${mailId}`)).toMatchObject({
      mail: { state: 'undeliverable', lastError: 'no such address', attempts: 1 },
      to: { username: 'acme', email: 'o***@acme.example' },
      tells: { kind: 'closure', instanceId: INSTANCE_ID, count: 1 },
      todos: [{ queue: 'mails', subject: mailId }],
    });
    await expect(seen(house, 'show mail closure/1/2')).rejects.toThrow(/^There is no mail closure\/1\/2/);
  });
});

describe('findings, check and log', () => {
  test('what is left, with its advice and its place in the runbook, and the last report', async () => {
    const house = await build();
    house.world.marketplace.instances.delete(INSTANCE_ID);
    expect(await seen(house, 'findings')).toMatchObject({
      findings: [],
      lastReport: expect.stringMatching(/^There is none/),
    });
    await check(house.world);
    expect(await seen(house, 'findings')).toMatchObject({
      findings: [
        {
          kind: 'unknown-to-marketplace',
          subject: INSTANCE_ID,
          advice: expect.stringMatching(/MARKETPLACE_PRODUCT_CODES/),
          runbook: expect.stringMatching(/unknown-to-marketplace/),
        },
      ],
      lastReport: { dryRun: false, findings: [{ kind: 'unknown-to-marketplace', found: 1, repaired: 0, left: 1 }] },
    });
  });

  /** The function runs while its starter sleeps. */
  const running = ({ world }: House) => ({
    clock: {
      ...world.clock,
      async sleep(ms: number) {
        await world.settle();
        await world.clock.sleep(ms);
      },
    },
  });

  test('a check that is dry looks only; one that is signed repairs, as far as it is told', async () => {
    const house = await build();
    const { world } = house;
    const bindings = ['1', '2', '3'].map((digit) => ({
      instanceId: CLOSED_INSTANCE_ID,
      workspaceId: `wksp_${digit.repeat(32)}` as never,
    }));
    await world.store.writeMany(bindings.map((binding) => ({ table: 'bindings', put: binding })));
    expect(await type(world, 'check', running(house))).toMatchObject({
      kind: 'seen',
      seen: { dryRun: true, findings: [{ kind: 'intent-at-closed', found: 3, repaired: 0, left: 3 }] },
    });
    expect(await type(world, `check --repair-limit 2 ${SIGNED}`, running(house))).toMatchObject({
      kind: 'ended',
      operation: {
        given: { repairLimit: '2' },
        detail: expect.stringMatching(/3 found, 2 repaired, where it stopped at its limit, 1 left/),
      },
    });
    expect(await type(world, `check ${SIGNED}`, running(house))).toMatchObject({
      operation: { outcome: 'done', detail: expect.stringMatching(/1 found, 1 repaired, 0 left/) },
    });
  });

  test('a check that never reports is given up after ten minutes, and recorded as failed', async () => {
    const { world } = await build();
    const beganAtMs = world.clock.nowMs();
    await expect(type(world, `check ${SIGNED}`)).rejects.toThrow(/^The check goes on, or has failed/);
    expect(world.clock.nowMs() - beganAtMs).toBe(600_000);
    expect(await type(world, 'log')).toMatchObject({
      seen: { operations: [{ command: 'check', by: 'Ada', why: 'ticket 7: asked for', outcome: 'failed' }] },
    });
  });

  test('the log is newest first, as long as it is wished, and says of what never ended what to do', async () => {
    const { world } = await build();
    await buy(world, '70000001');
    for (const instanceId of ['70000001', INSTANCE_ID]) {
      world.clock.advance(1_000);
      await type(world, `replay-call --action releaseInstance --instance ${instanceId} --anyway ${SIGNED}`);
    }
    const begun = { operationId: '0'.repeat(32), by: 'Bo', why: 'ticket 1', command: 'check', given: {}, beganAtMs: 1 };
    await world.store.write({ table: 'operations', insert: begun });
    const answer = await type(world, 'log');
    expect(answer).toMatchObject({
      seen: {
        operations: [
          { given: { instanceId: INSTANCE_ID }, outcome: 'done' },
          { given: { instanceId: '70000001' }, outcome: 'done' },
          { by: 'Bo', outcome: expect.stringMatching(/^begun; .* do it again/) },
        ],
      },
    });
    expect(await type(world, 'log --limit 1')).toMatchObject({
      seen: { operations: [{ given: { instanceId: INSTANCE_ID } }] },
    });
  });
});

test('a fault that nobody foresaw is recorded by its name alone: its words may hold anything', async () => {
  const { world } = await build();
  show(world, 'CLOSED');
  const store: ReturnType<typeof reachOf>['store'] = {
    ...world.store,
    async writeMany() {
      throw new TypeError('a secret');
    },
  };
  const line = `replay-call --action releaseInstance --instance ${INSTANCE_ID} ${SIGNED}`;
  await expect(type(world, line, { store })).rejects.toThrow('a secret');
  expect(await type(world, 'log')).toMatchObject({
    seen: { operations: [{ outcome: 'failed', detail: 'TypeError' }] },
  });
});

test('a part outside that does not answer before the record leaves none, and nothing done', async () => {
  const { world } = await build();
  world.marketplace.instance = async () => {
    throw new Unavailable('down');
  };
  const line = `replay-call --notification ${'f'.repeat(32)} ${SIGNED}`;
  world.marketplace.down = true;
  await expect(type(world, line)).rejects.toThrow('The marketplace is down.');
  expect(await type(world, 'log')).toMatchObject({ seen: { operations: [] } });
});

test('as text: a member a line, times in UTC, and nothing that a terminal obeys', () => {
  const shown = {
    workspaceId: 'wksp_1',
    sinceMs: 0,
    missing: undefined,
    timeline: [{ settledBy: 'X', fromMs: 1_000 }, { settledBy: 'Y' }],
    wrong: [],
    names: ['a\u001b[31mb\u202ec'],
    payer: { link: { standing: 'good' } },
  };
  expect(textOf(shown)).toBe(
    [
      'workspace ID: wksp_1',
      'since: 1970-01-01T00:00:00.000Z',
      'timeline:',
      '  - settled by: X',
      '    from: 1970-01-01T00:00:01.000Z',
      '  - settled by: Y',
      'wrong: none',
      'names:',
      '  - a\\u001b[31mb\\u202ec',
      'payer:',
      '  link:',
      '    standing: good',
    ].join('\n'),
  );
});
