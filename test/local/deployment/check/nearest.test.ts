/** Which word was meant. */
import { nearest } from '../../../../local/deployment/check/nearest';

const words = ['memorySize', 'timeout', 'logstore', 'cpu', 'code', 'role'];

// biome-ignore format: one word a line
test.each<[string, string, string | undefined]>([
  ['the word itself',             'timeout',       'timeout'],
  ['in other letter case',        'MEMORYSIZE',    'memorySize'],
  ['a letter too few',            'timout',        'timeout'],
  ['a letter too many',           'timeoutt',      'timeout'],
  ['two letters changed places',  'tiemout',       'timeout'],
  ['the first of two as near',    'rode',          'code'],
  ['three edits',                 'timeouting',    undefined],
  ['nothing like any',            'concurrency',   undefined],
])('%s: %s', (_, written, meant) => {
  expect(nearest(written, words)).toBe(meant);
});
