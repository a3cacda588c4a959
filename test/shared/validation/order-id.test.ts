import { orderId } from '../../../shared/validation/order-id';
import { read, refusedAs } from './reading';

describe('order ID', () => {
  test.each<[given: unknown, read: unknown]>([
    ['222222222222222', '222222222222222'],
    ['1', '1'],
    ['12345678901234567890', '12345678901234567890'],
    ['123456789012345678901', refusedAs('malformed')],
    ['', refusedAs('malformed')],
    ['2222-2222', refusedAs('malformed')],
    [222222222222222, refusedAs('malformed')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(orderId, given)).toEqual(expected);
  });
});
