import * as fc from 'fast-check';
import { Unavailable } from '../../../shared/ports';
import { faultFields, jsonLines } from '../../../shared/triggers/log';
import { seed } from '../../seed';

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

it('whatever is said is one line, commands no terminal, and is read back as it was', () => {
  const lines: string[] = [];
  const log = jsonLines(
    'log-in',
    'r',
    () => 0,
    (line) => {
      lines.push(line);
    },
  );
  const hostile = [
    '\n{"level":"info"}',
    '\r',
    '"}',
    '\u001b[2J',
    '\u009b2J',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u202e',
    '\u007f',
    '\u0000',
    '\ud800',
  ];
  const said = fc
    .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary' })), { maxLength: 6 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(said, (warning) => {
      log('warn', { warning });
      const line = lines.pop() ?? '';
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u);
      expect(JSON.parse(line)).toEqual({
        time: '1970-01-01T00:00:00.000Z',
        level: 'warn',
        function: 'log-in',
        requestId: 'r',
        warning,
      });
    }),
    { seed, numRuns: 500 },
  );
});

/** What the platform keeps of a line, in bytes. */
const KEPT = 32 * 1024;

// biome-ignore format: one case a line
it.each<[string, Record<string, string>]>([
  ['one long text',                        { stack: 'x'.repeat(100_000) }],
  ['several',                              { message: 'x'.repeat(20_000), cause: 'y'.repeat(20_000), stack: 'z'.repeat(20_000) }],
  ['characters of three bytes',            { message: '云'.repeat(20_000) }],
  ['controls, of which JSON makes six',    { message: '\u0000'.repeat(10_000), stack: '\u009b'.repeat(10_000) }],
  ['very many',                            Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`field${at}`, 'x'.repeat(1_000)]))],
])('a line is never longer than what the platform keeps of one, and stays JSON: %s', (_, fields) => {
  const lines: string[] = [];
  const log = jsonLines('log-in', 'r', () => 0, (line) => lines.push(line));
  log('error', { fault: 'Error', status: 500, ...fields });
  const [line = ''] = lines;
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(KEPT);
  const said = JSON.parse(line);
  expect(said).toMatchObject({ level: 'error', function: 'log-in', requestId: 'r', fault: 'Error', status: 500 });
  for (const [name, text] of Object.entries(fields)) expect(text.startsWith(said[name])).toBe(true);
});

it('of a line that is short enough nothing is cut', () => {
  const lines: string[] = [];
  const log = jsonLines(
    'log-in',
    'r',
    () => 0,
    (line) => lines.push(line),
  );
  const message = 'x'.repeat(30_000);
  log('error', { message });
  expect(JSON.parse(lines[0] ?? '').message).toBe(message);
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
