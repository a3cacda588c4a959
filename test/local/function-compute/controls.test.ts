/** The controls of the function host. */
import { createClock } from '../../../local/clock';
import { functionControls } from '../../../local/function-compute/controls';
import { deployFixtures, type Fixture } from './fixtures';

let fixture: Fixture;
afterEach(() => fixture.stop());

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');

const deploy = (handler: string, timed = true) => {
  const timers = timed ? [{ name: 'each-minute', schedule: '@every 1m', payload: 'from s.yaml' }] : [];
  fixture = deployFixtures(
    { work: `exports.handler = ${handler}` },
    { timers },
    createClock(() => START_MS),
  );
  const routes = ['/api/work', '/api/work/*'].map((path) => ({ path, name: 'work' }));
  const [fire, list, listTimers] = functionControls(
    fixture.host,
    [...routes, { path: '/*', name: 'other' }],
    fixture.clock,
  );
  return {
    fire: (name: string, body: unknown) => fire?.answer({ params: { function: name }, body }),
    list: () => list?.answer({ params: {}, body: {} }),
    timers: () => listTimers?.answer({ params: {}, body: {} }),
  };
};

const echo = 'async (event) => JSON.parse(event)';

test.each([
  ['its own from s.yaml', {}, 'from s.yaml'],
  ['a text', { payload: 'text' }, 'text'],
  ['an object, as its JSON', { payload: { dryRun: true } }, '{"dryRun":true}'],
])('fires a function’s timer now, with a payload: %s', async (_, body, payload) => {
  const result = { triggerTime: '2026-01-01T00:00:00Z', triggerName: 'each-minute', payload };
  expect(await deploy(echo).fire('work', body)).toEqual({ status: 200, body: { result } });
});

test.each([
  ['nothing', 'async () => {}', null],
  ['text', 'async () => "text"', 'text'],
  ['a number', 'async () => 7', 7],
])('the result is what the function answered: %s', async (_, handler, result) => {
  expect(await deploy(handler).fire('work', {})).toEqual({ status: 200, body: { result } });
});

test('a function that fails is told, and not tried again', async () => {
  const { fire } = deploy('async () => { throw new Error("store is down") }');
  expect(await fire('work', {})).toMatchObject({ status: 500, body: { detail: 'store is down' } });
  await fixture.clock.advance(60_000);
  expect(fixture.host.functions.get('work')?.counts().invocations).toBe(1);
});

test.each(['nobody', '__proto__', ''])('a function that is not there is 404: "%s"', async (name) => {
  expect(await deploy(echo).fire(name, {})).toMatchObject({
    status: 404,
    body: { detail: 'Name a function that has a timer in s.yaml: work.' },
  });
});

test('a function without a timer is 404', async () => {
  expect(await deploy(echo, false).fire('work', {})).toMatchObject({ status: 404 });
});

test('lists every function with its routes and counts', async () => {
  const { fire, list } = deploy('async (event) => { if (event.includes("fail")) throw new Error("no") }');
  await fire('work', {});
  await fire('work', { payload: 'fail' });
  expect(await list()).toEqual({
    status: 200,
    body: {
      functions: [{ name: 'work', routes: ['/api/work', '/api/work/*'], invocations: 2, coldStarts: 1, errors: 1 }],
    },
  });
});

// biome-ignore format: one case a line
test.each([
  ['its timer',       true,  [{ function: 'work', schedule: '@every 1m' }]],
  ['none without it', false, []],
])('lists of each function %s', async (_, timed, timers) => {
  expect(await deploy(echo, timed).timers()).toEqual({ status: 200, body: { timers } });
});
