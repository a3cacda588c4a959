import { phone } from '../../../shared/validation/phone';
import { read, refusedAs } from './reading';

describe('phone number', () => {
  test.each<[given: unknown, read: unknown]>([
    ['13800138000', '13800138000'],
    ['+86 138-0013-8000', '+8613800138000'],
    ['(0571) 8502.2088', '057185022088'],
    ['＋８６１３８００１３８０００', '+8613800138000'],
    ['12345', '12345'],
    ['+123456789012345', '+123456789012345'],
    ['1234', refusedAs('malformed')],
    ['1234567890123456', refusedAs('malformed')],
    ['++8613800138000', refusedAs('malformed')],
    ['138+00138000', refusedAs('malformed')],
    ['call me', refusedAs('malformed')],
    [13800138000, refusedAs('malformed')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(phone, given)).toEqual(expected);
  });
});
