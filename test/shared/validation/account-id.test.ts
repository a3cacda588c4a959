import { accountId } from '../../../shared/validation/account-id';
import { faultsOf } from '../../../shared/validation/faults';
import { read, refusedAs } from './reading';

describe('account ID', () => {
  test.each<[given: unknown, read: unknown]>([
    ['1234567890123456', '1234567890123456'],
    ['12345678901234', '12345678901234'],
    ['0034567890123456', '0034567890123456'],
    ['  1234567890123456\n', '1234567890123456'],
    ['\u30001234567890123456\u00a0', '1234567890123456'],
    ['１２３４５６７８９０１２３４５６', '1234567890123456'],
    [undefined, refusedAs('account-id-missing')],
    [null, refusedAs('account-id-missing')],
    ['', refusedAs('account-id-missing')],
    [' \t\u3000', refusedAs('account-id-missing')],
    [1234567890123456, refusedAs('malformed')],
    [['1234567890123456'], refusedAs('malformed')],
    ['acme', refusedAs('account-id-not-digits')],
    ['1234 5678 9012 3456', refusedAs('account-id-not-digits')],
    ['1234567890123456.0', refusedAs('account-id-not-digits')],
    ['-123456789012345', refusedAs('account-id-not-digits')],
    ['١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦', refusedAs('account-id-not-digits')],
    ['1', refusedAs('account-id-wrong-length')],
    ['33884913', refusedAs('account-id-wrong-length')],
    ['1234567890123', refusedAs('account-id-wrong-length')],
    ['123456789012345', refusedAs('account-id-wrong-length')],
    ['12345678901234567', refusedAs('account-id-wrong-length')],
    ['1234567890123456789', refusedAs('account-id-wrong-length')],
    ['234567890123456789', refusedAs('account-id-is-ram-user')],
    ['２３４５６７８９０１２３４５６７８９', refusedAs('account-id-is-ram-user')],
    ['alice@1234567890123456.onaliyun.com', refusedAs('account-id-is-ram-login')],
    ['alice@acme.onaliyun.com', refusedAs('account-id-is-ram-login')],
    ['alice＠acme', refusedAs('account-id-is-ram-login')],
    ['1234567890123456@', refusedAs('account-id-is-ram-login')],
    ['LTAI5tExampleExample', refusedAs('account-id-is-access-key')],
    ['ltai5texampleexample', refusedAs('account-id-is-access-key')],
    ['LTAI', refusedAs('account-id-is-access-key')],
    ['XLTAI5tExample', refusedAs('account-id-not-digits')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(accountId, given)).toEqual(expected);
  });

  test.each([
    ['alice@1234567890123456.onaliyun.com', '1234567890123456'],
    ['alice@12345678901234', '12345678901234'],
    ['ａｌｉｃｅ＠１２３４５６７８９０１２３４５６', '1234567890123456'],
    ['alice@acme.onaliyun.com', undefined],
    ['alice@123456789012345.onaliyun.com', undefined],
    ['alice@12345678901234567.onaliyun.com', undefined],
    ['alice@234567890123456789.onaliyun.com', undefined],
  ])('of the RAM login %j the sentences offer %j', (login, offered) => {
    const { error } = accountId.safeParse(login);
    for (const language of ['zh', 'en'] as const) {
      const message = error ? faultsOf(error, language)[0]?.message : undefined;
      expect(/\d{14,}/.exec(message ?? '1234567890123456789')?.[0]).toBe(offered);
    }
  });
});
