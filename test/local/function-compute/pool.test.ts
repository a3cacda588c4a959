/** How long a function's instances stay, and which of them is taken. */
import { deployStanding, type Fixture } from './fixtures';

let fixture: Fixture;
const deploy = (...of: Parameters<typeof deployStanding>) => {
  fixture = deployStanding(...of);
  return fixture;
};
afterEach(() => fixture.stop());

describe('an idle instance', () => {
  const served = 'let served = 0; exports.handler = async () => ++served';
  const minuteMs = 60_000;

  test('is retired after five minutes of the local clock, and the next request is a cold start', async () => {
    const { host, call, clock } = deploy({ served });
    expect([await call('served'), await call('served')]).toEqual(['1', '2']);
    await clock.advance(5 * minuteMs - 1);
    expect(await call('served')).toBe('3');
    await clock.advance(5 * minuteMs);
    expect(await call('served')).toBe('1');
    expect(host.functions.get('served')?.counts().coldStarts).toBe(2);
  });

  test('is taken before those that have been idle for longer, which are retired meanwhile', async () => {
    const which =
      'exports.handler = async () => { await new Promise(setImmediate); return process.env.FC_INSTANCE_ID }';
    const { host, call, clock } = deploy({ which });
    const both = await Promise.all([call('which'), call('which')]);
    const used: string[] = [];
    for (let minute = 0; minute < 7; minute++) {
      await clock.advance(minuteMs);
      used.push(await call('which'));
    }
    expect(new Set(used).size).toBe(1);
    expect(both).toContain(used[0]);
    expect((await Promise.all([call('which'), call('which')])).filter((id) => both.includes(id))).toEqual([used[0]]);
    expect(host.functions.get('which')?.counts().coldStarts).toBe(3);
  });

  test('that is retired makes room for another', async () => {
    const { host, call, clock } = deploy({ served });
    for (let round = 1; round <= 2; round++) {
      await Promise.all(Array.from({ length: 8 }, () => call('served')));
      await clock.advance(5 * minuteMs);
    }
    expect(host.functions.get('served')?.counts()).toEqual({ invocations: 16, coldStarts: 16, errors: 0 });
  });
});
