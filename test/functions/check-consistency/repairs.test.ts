/**
 * What the check repairs. Each fault is put into a house in order: looking finds it and touches nothing, checking mends it as
 * the case says, and a second check finds nothing.
 */
import { build, check, contents, HOUR_MS, left, look, repaired, told } from './house';
import { spoilt } from './spoilt';

test('a house in order has nothing to repair', async () => {
  const { world } = await build();
  const before = await contents(world);
  expect(await check(world)).toMatchObject({ dryRun: false, findings: {}, checked: expect.any(Number) });
  expect(await contents(world)).toEqual(before);
  expect((await told(world)).findings).toEqual([]);
});

describe.each(spoilt)('$name', ({ spoil, kind, subject, mended, money }) => {
  test('looking finds it and touches nothing', async () => {
    const house = await build();
    await spoil(house);
    const before = await contents(house.world);
    expect(await look(house.world)).toMatchObject({ dryRun: true, findings: left(kind, 1, money) });
    expect(await contents(house.world)).toEqual(before);
    expect((await told(house.world)).findings).toMatchObject([{ kind, subject: subject(house) }]);
  });

  test('checking mends it, and a second check finds nothing', async () => {
    const house = await build();
    await spoil(house);
    expect((await check(house.world)).findings).toEqual(repaired(kind, 1, money));
    await mended(house);
    house.world.clock.advance(HOUR_MS);
    expect((await check(house.world)).findings).toEqual({});
    expect((await told(house.world)).findings).toEqual([]);
    await mended(house);
  });

  test('it is mended too after looking had listed it', async () => {
    const house = await build();
    await spoil(house);
    await look(house.world);
    await check(house.world);
    await mended(house);
    expect((await told(house.world)).findings).toEqual([]);
  });
});
