import { toldIn } from '../../../../../functions/console/pages/operations/told-in';
import {
  commandsOf,
  endangered,
  troubled,
  type Window,
} from '../../../../../functions/console/pages/operations/window-order';
import { parse } from '../../../../../local/operations/commands';

const window = (state: Window['state'], minutesLeft = 0, instanceId = '33884913'): Window => ({
  state,
  instanceId,
  windowStart: '2026-11-29T15:00:00.000Z',
  minutesLeft,
});

test('unknown ones come first, then what was refused, then what was missed; what waits is no trouble', () => {
  const windows = (['pending', 'refused', 'missed', 'unknown', 'sent', 'missed', 'accepted'] as const).map(
    (state, at) => window(state, 30, String(at)),
  );
  expect(troubled(windows).map(({ instanceId }) => instanceId)).toEqual(['3', '1', '2', '5']);
});

// biome-ignore format: a table
test.each<[Window['state'], number, boolean, string[]]>([
  ['unknown',  40, false, ['resolve-window 33884913 --window 2026-11-29T15:00:00.000Z --accepted',
                           'resolve-window 33884913 --window 2026-11-29T15:00:00.000Z --not-accepted']],
  ['missed',   0,  false, ['show-metering 33884913']],
  ['refused',  0,  false, ['show-metering 33884913']],
  ['refused',  1,  false, ['resolve-window 33884913 --window 2026-11-29T15:00:00.000Z --not-accepted']],
  ['pending',  19, true,  ['show-metering 33884913']],
  ['pending',  20, false, []],
  ['sent',     5,  true,  ['show-metering 33884913']],
  ['accepted', 0,  false, []],
])('%s, %i minutes left', (state, minutesLeft, near, commands) => {
  expect(endangered(window(state, minutesLeft))).toBe(near);
  expect(commandsOf(window(state, minutesLeft))).toEqual(commands);
  // They are commands that there are.
  for (const command of commands) expect(parse([...command.split(' '), '--stage', 'dev'])).toHaveProperty('command');
});

// biome-ignore format: a table
test.each([
  ['{"id":"1","data":{"item":"coffee"}}', '{"item":"coffee"}'],
  ['{"id":"1","data":"text"}',            '{"id":"1","data":"text"}'],
  ['{"id":"1","data":{"item":"cof',       '{"id":"1","data":{"item":"cof'],
  ['null',                                'null'],
  ['[1]',                                 '[1]'],
])('%s tells %s', (element, told) => expect(toldIn(element)).toBe(told));
