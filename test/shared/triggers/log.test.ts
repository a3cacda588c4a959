import { Unavailable } from '../../../shared/ports';
import { faultFields, jsonLines } from '../../../shared/triggers/log';

it('a line is one JSON object: when, how bad, which function, which request, and what is said', () => {
  const lines: string[] = [];
  const log = jsonLines(
    'log-in',
    '1-64f6cd87-1',
    () => Date.parse('2026-01-01T00:00:00.007Z'),
    (line) => {
      lines.push(line);
    },
  );
  log('warn', { warning: 'Two\nlines.', count: 2, left: undefined });
  expect(lines).toEqual([
    '{"time":"2026-01-01T00:00:00.007Z","level":"warn","function":"log-in","requestId":"1-64f6cd87-1","warning":"Two\\nlines.","count":2}',
  ]);
});

it('each line has the time at which it was written', () => {
  let nowMs = 0;
  const times: string[] = [];
  const log = jsonLines(
    'log-in',
    'r',
    () => nowMs,
    (line) => {
      times.push(JSON.parse(line).time);
    },
  );
  log('info', {});
  nowMs = 1;
  log('info', {});
  expect(times).toEqual(['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.001Z']);
});

const stack = expect.stringContaining('log.test.ts');

// biome-ignore format: one case a line
it.each<[string, unknown, object]>([
  ['an error',                   new TypeError('x is not a function'),                                { fault: 'TypeError', message: 'x is not a function', stack }],
  ['an error that has a cause',  new Unavailable('No answer.', { cause: new Error('ECONNREFUSED') }), { fault: 'Unavailable', message: 'No answer.', cause: 'ECONNREFUSED', stack }],
  ['a cause that is no error',   new Error('No answer.', { cause: { secret: 's' } }),                 { fault: 'Error', message: 'No answer.', stack }],
  ['text that was thrown',       'out of order',                                                      { fault: 'out of order' }],
  ['nothing that was thrown',    undefined,                                                           { fault: 'undefined' }],
  ['an object that was thrown',  { secret: 's' },                                                     { fault: '[object Object]' }],
])('of %s a line says no more than what, why and where', (_, fault, fields) => {
  expect(faultFields(fault)).toEqual(fields);
});
