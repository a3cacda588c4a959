import { quantity } from '../../../shared/validation/quantity';
import { read, refusedAs } from './reading';

describe('quantity', () => {
  test.each<[given: unknown, read: unknown]>([
    ['0', '0'],
    ['6000', '6000'],
    ['0.000001', '0.000001'],
    ['999999999999.999999', '999999999999.999999'],
    ['1000000000000', refusedAs('malformed')],
    ['0.0000001', refusedAs('malformed')],
    ['-1', refusedAs('malformed')],
    ['+1', refusedAs('malformed')],
    ['1e3', refusedAs('malformed')],
    ['1,000', refusedAs('malformed')],
    ['1.', refusedAs('malformed')],
    ['.5', refusedAs('malformed')],
    ['１', refusedAs('malformed')],
    ['1\n', refusedAs('malformed')],
    ['', refusedAs('malformed')],
    [6000, refusedAs('malformed')],
    [null, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(quantity, given)).toEqual(expected);
  });
});
