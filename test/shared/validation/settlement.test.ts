import { settlement, settlementMethods } from '../../../shared/validation/settlement';
import { read, refusedAs } from './reading';

const alicloud = { method: 'alicloud', accountId: '1234567890123456', instanceId: '33884913' };

describe('settlement', () => {
  test.each<[given: unknown, read: unknown]>([
    [{ method: 'billing-center' }, { method: 'billing-center' }],
    [{ ...alicloud, method: 'billing-center' }, { method: 'billing-center' }],
    [alicloud, alicloud],
    [
      { ...alicloud, proof: 'signed.by.us' },
      { ...alicloud, proof: 'signed.by.us' },
    ],
    [{ ...alicloud, proof: '' }, alicloud],
    [{ ...alicloud, proof: null }, alicloud],
    [{ ...alicloud, payer: 'me' }, alicloud],
    [{ ...alicloud, accountId: '１２３４５６７８９０１２３４５６ ', instanceId: ' ３３８８４９１３' }, alicloud],
    [
      { ...alicloud, proof: 'x'.repeat(1024) },
      { ...alicloud, proof: 'x'.repeat(1024) },
    ],
    [{ ...alicloud, proof: 'x'.repeat(1025) }, refusedAs('too-long')],
    [{ ...alicloud, proof: 1 }, refusedAs('malformed')],
    [{ method: 'alicloud' }, refusedAs('account-id-missing instance-id-missing')],
    [
      { ...alicloud, accountId: '33884913', instanceId: '1234567890123456' },
      refusedAs('account-id-wrong-length instance-id-is-account-id'),
    ],
    [{ method: 'azure' }, refusedAs('not-offered')],
    [{ method: 'AliCloud' }, refusedAs('not-offered')],
    [{ method: '__proto__' }, refusedAs('not-offered')],
    [{ method: 1 }, refusedAs('malformed')],
    [{ method: ['alicloud'] }, refusedAs('malformed')],
    [{ method: ' ' }, refusedAs('required')],
    [{}, refusedAs('required')],
    [JSON.parse('{"__proto__": {"method": "billing-center"}}'), refusedAs('required')],
    ['alicloud', refusedAs('malformed')],
    [[alicloud], refusedAs('malformed')],
    [null, refusedAs('malformed')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(settlement, given)).toEqual(expected);
  });

  test('each entry of the table is chosen by its own name', () => {
    for (const [method, { members }] of Object.entries(settlementMethods))
      expect(members.shape.method.value).toBe(method);
  });
});
