import { company } from '../../../shared/validation/company';
import { read, refusedAs } from './reading';

describe('company name', () => {
  test.each<[what: string, given: unknown, read: unknown]>([
    ['a name', ' Acme 科技有限公司 ', 'Acme 科技有限公司'],
    ['a decomposed letter', 'Cafe\u0301', 'Caf\u00e9'],
    ['256 code points', '𠮷'.repeat(256), '𠮷'.repeat(256)],
    ['257 characters', 'x'.repeat(257), refusedAs('too-long')],
    ['two lines', 'Acme\r\nLtd', refusedAs('malformed')],
    ['a lone surrogate', '\udc00Acme', refusedAs('malformed')],
    ['a number', 3, refusedAs('malformed')],
  ])('%s', (_, given, expected) => {
    expect(read(company, given)).toEqual(expected);
  });
});
