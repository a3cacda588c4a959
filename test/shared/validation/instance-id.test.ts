import { instanceId } from '../../../shared/validation/instance-id';
import { read, refusedAs } from './reading';

describe('product instance ID', () => {
  test.each<[given: unknown, read: unknown]>([
    ['33884913', '33884913'],
    ['123456', '123456'],
    ['123456789012', '123456789012'],
    ['00884913', '00884913'],
    ['\t33884913 ', '33884913'],
    ['３３８８４９１３\u3000', '33884913'],
    [undefined, refusedAs('instance-id-missing')],
    [null, refusedAs('instance-id-missing')],
    ['', refusedAs('instance-id-missing')],
    ['\u3000 ', refusedAs('instance-id-missing')],
    [33884913, refusedAs('malformed')],
    [{ instanceId: '33884913' }, refusedAs('malformed')],
    ['3388-4913', refusedAs('instance-id-not-digits')],
    ['33884913.', refusedAs('instance-id-not-digits')],
    ['yuncode3621600001', refusedAs('instance-id-not-digits')],
    ['xcmgj00053362', refusedAs('instance-id-not-digits')],
    ['1', refusedAs('instance-id-wrong-length')],
    ['12345', refusedAs('instance-id-wrong-length')],
    ['1234567890123', refusedAs('instance-id-wrong-length')],
    ['12345678901234567', refusedAs('instance-id-wrong-length')],
    ['cmgj00053362', refusedAs('instance-id-is-product-code')],
    ['CMGJ00053362-postpay', refusedAs('instance-id-is-product-code')],
    ['ｃｍｇｊ00053362', refusedAs('instance-id-is-product-code')],
    ['222222222222222', refusedAs('instance-id-is-order-id')],
    ['12345678901234', refusedAs('instance-id-is-account-id')],
    ['1234567890123456', refusedAs('instance-id-is-account-id')],
    ['１２３４５６７８９０１２３４５６', refusedAs('instance-id-is-account-id')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(instanceId, given)).toEqual(expected);
  });
});
