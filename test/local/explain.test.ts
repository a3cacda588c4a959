/** What a person at a terminal is told of a fault. */
import { parseArgs } from 'node:util';
import { explain } from '../../local/explain';

const faultOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (fault) {
    return fault;
  }
};

// biome-ignore format: one fault a line
it.each([
  ['what people can mend',       new Error('Set REGION.'),                                            /^Set REGION\.$/],
  ['a port that is taken',       Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' }), /^The port is taken: /],
  ['an option that is unknown',  faultOf(() => parseArgs({ args: ['--sage'], options: {} })),          /^Unknown option '--sage'[^\n]*\. --help lists what there is\.$/],
  ['a word too many',            faultOf(() => parseArgs({ args: ['dev'], options: {} })),             /^Unexpected argument 'dev'[^\n]* --help lists what there is\.$/],
  ['a bug',                      new TypeError('x is no function'),                                   /^TypeError: x is no function\n +at /],
  ['a fault of the system',      Object.assign(new Error('open x'), { code: 'EACCES' }),               /^Error: open x\n +at /],
  ['what is no error',           'x',                                                                 /^x$/],
])('%s', (_, fault, told) => {
  expect(explain(fault)).toMatch(told);
});
