/** The hooks of an instance: before its first request, and before its end. */
import type { Outcome } from '../../../local/function-compute/instance';
import { deployStanding, type Fixture, until } from './fixtures';

let fixture: Fixture;
const deploy = (...of: Parameters<typeof deployStanding>) => {
  fixture = deployStanding(...of);
  return fixture;
};
afterEach(() => fixture.stop());

describe('the hook', () => {
  const initializer = { handler: 'index.initialize', timeoutMs: 60_000 };
  const preStop = { handler: 'index.preStop', timeoutMs: 60_000 };
  const written = ({ logged }: Fixture) => logged.map(([, , line]) => line);

  test('initialize runs once in an instance, before its first request, with the context of that', async () => {
    const { call } = deploy(
      {
        warm: `
          const log = [];
          exports.initialize = async (...given) => log.push(given.length, given[0].requestId, given[0].function.name);
          exports.handler = async () => log.push('request') && log;`,
      },
      { initializer },
    );
    const first = [1, 'request-1', 'account-settlement-test-warm', 'request'];
    expect(JSON.parse(await call('warm'))).toEqual(first);
    expect(JSON.parse(await call('warm'))).toEqual([...first, 'request']);
  });

  const failing = {
    throws: 'exports.initialize = async () => { throw new TypeError("no store") }',
    exits: 'exports.initialize = () => process.exit(3)',
    hangs: 'exports.initialize = () => new Promise(() => {})',
    'is missing': '',
  };
  test.each<[keyof typeof failing, RegExp]>([
    ['throws', /^no store$/],
    ['exits', /^Process exited unexpectedly before completing request \(exit code: 3\)$/],
    ['hangs', /^Initializer timed out after 0.3 seconds$/],
    ['is missing', /exports no function named initialize/],
  ])('initialize that %s fails the request, and each next one in an instance of its own', async (name, message) => {
    const { host } = deploy(
      { warm: `${failing[name]}; exports.handler = async () => 'reached'` },
      { initializer: { ...initializer, ...(name === 'hangs' && { timeoutMs: 300 }) } },
    );
    const failed: Outcome = {
      kind: 'failed',
      errorType: 'InitializationError',
      fault: expect.objectContaining({ errorMessage: expect.stringMatching(message) }),
    };
    expect(await host.functions.get('warm')?.invoke('', 'request-1')).toEqual(failed);
    expect(await host.functions.get('warm')?.invoke('', 'request-2')).toEqual(failed);
    expect(host.functions.get('warm')?.counts()).toEqual({ invocations: 2, coldStarts: 2, errors: 2 });
  });

  const saying = `
    exports.preStop = async ({ function: { name }, requestId }) => console.log(name, requestId.length);
    exports.handler = async () => 'ok';`;

  test('preStop runs before an idle instance is retired', async () => {
    const standing = deploy({ saying }, { preStop });
    await standing.call('saying');
    await standing.clock.advance(5 * 60_000);
    await until(() => standing.logged.length > 0);
    expect(written(standing)).toEqual(['account-settlement-test-saying 35']);
  });

  test('preStop runs before the host stops, in each idle instance', async () => {
    const { host, call, logged } = deploy({ saying }, { preStop });
    await Promise.all([call('saying'), call('saying')]);
    await host.stop();
    await until(() => logged.length === 2);
  });

  test.each([
    ['throws', 'async () => { throw new Error("no flush") }', /^Its preStop failed: Error: no flush/],
    ['hangs', '() => new Promise(() => {})', /^Its preStop failed: PreStop timed out after 0.3 seconds$/],
  ])('preStop that %s is logged, and the instance ends all the same', async (name, source, message) => {
    const { host, call, logged } = deploy(
      { odd: `exports.preStop = ${source}; exports.handler = async () => 'ok'` },
      { preStop: { ...preStop, ...(name === 'hangs' && { timeoutMs: 300 }) } },
    );
    await call('odd');
    await host.stop();
    expect(logged).toEqual([['odd', 'failure', expect.stringMatching(message)]]);
  });

  test('preStop does not run in an instance that never was initialized', async () => {
    const standing = deploy(
      { odd: `exports.initialize = async () => { throw 1 }; ${saying}` },
      { initializer, preStop },
    );
    await expect(standing.call('odd')).rejects.toThrow('1');
    await standing.clock.advance(5 * 60_000);
    await standing.host.stop();
    expect(standing.logged.filter(([, kind]) => kind === 'out')).toEqual([]);
  });
});
