/** What operators see of a ledger, and that a credit is what its line and its reason say: once, whoever says it. */
import { accountLedgerId } from '../../../shared/domain/fees/ledger';
import { append } from '../../../shared/protocol/fees/ledger';
import { crashAfter } from '../../fakes/faults';
import { build, type House, INSTANCE_ID } from '../../functions/check-consistency/house';
import { outcome, plan, type } from './operator';

const bill = ({ world, paid }: House, nth: number, amount = 10_000) =>
  append(world.store, {
    ledgerId: accountLedgerId(paid.owner, 'CNY'),
    entryId: `bill-${nth}`,
    atMs: world.clock.nowMs(),
    cause: { kind: 'bill', billId: `bill-${nth}`, day: '2026-01-01', workspaceId: paid.workspaceId },
    amount,
  });

const look = async ({ world }: House, line: string) => {
  const answer = await type(world, line);
  if (answer.kind !== 'seen') throw new Error('It was no look.');
  return answer.seen;
};

const credit = (amount: string, kind = 'cash') =>
  `credit --account acme --currency CNY --kind ${kind} --amount ${amount}`;

describe('show-ledger', () => {
  test('of an account: each currency, the last entries first, with the balances after each', async () => {
    const house = await build();
    await bill(house, 1, 500_000);
    await outcome(house.world, credit('80.5'));
    expect(await look(house, 'show-ledger --account acme')).toMatchObject({
      account: { username: 'acme', owner: house.paid.owner },
      CNY: {
        entryCount: 2,
        cash: '30.50',
        owed: '0.00',
        billed: '50.00',
        entries: [
          { sequence: 2, credit: 'cash', amount: '80.50', by: 'Ada', why: 'ticket 7: asked for', cash: '30.50' },
          { sequence: 1, bill: 'bill-1', amount: '50.00', owed: '50.00' },
        ],
      },
      USD: { entryCount: 0 },
    });
    expect(await look(house, 'show-ledger --account acme --currency USD')).not.toHaveProperty('CNY');
  });

  test('the latest fifty, and the very last though it has no row of its own yet', async () => {
    const house = await build();
    for (let nth = 1; nth <= 59; nth++) await bill(house, nth);
    // Head, rows of its last, the id, and then the head is written.
    await house.world.during(crashAfter(4), () => bill(house, 60)).catch(() => undefined);
    const { CNY } = (await look(house, 'show-ledger --account acme')) as { CNY: { entries: { sequence: number }[] } };
    expect(CNY).toMatchObject({ entryCount: 60, owed: '60.00' });
    expect(CNY.entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, nth) => 60 - nth));
  });

  test('of an instance, and of nobody', async () => {
    const house = await build();
    expect(await look(house, `show-ledger --instance ${INSTANCE_ID}`)).toMatchObject({ entryCount: 0 });
    await expect(look(house, 'show-ledger --account nobody')).rejects.toThrow('There is no account nobody');
  });
});

describe('credit', () => {
  test('for another reason it is another one', async () => {
    const { world } = await build();
    expect((await outcome(world, credit('1')))[0]).toBe('done');
    expect((await outcome(world, credit('1.00')))[0]).toBe('nothing');
    const signed = `${credit('1')} --do --by Bob --why`;
    for (const [why, kind] of [
      ['"ticket 7: asked for"', 'planned'],
      ['" ticket 7: asked for "', 'planned'],
      ['"ticket 8: asked for"', 'ended'],
    ]) {
      expect((await type(world, `${signed} ${why}`)).kind).toBe(kind);
    }
  });

  test.each([credit('2'), credit('1', 'vouchers'), credit('1').replace('CNY', 'USD')])(
    '%s is another one too',
    async (line) => {
      const { world } = await build();
      await outcome(world, credit('1'));
      expect((await outcome(world, line))[0]).toBe('done');
    },
  );

  test('dry, without a reason, it says what it would do though it was done before', async () => {
    const { world } = await build();
    await outcome(world, credit('1'));
    expect(await plan(world, credit('1'))).toMatchObject({
      kind: 'action',
      because: expect.arrayContaining(['Afterwards: vouchers 0.00, prepaid 0.00, cash 2.00, owed 0.00.']),
    });
  });
});
