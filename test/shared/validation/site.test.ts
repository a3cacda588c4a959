import { site, sites } from '../../../shared/validation/site';
import { read, refusedAs } from './reading';

describe('site', () => {
  test.each<[given: unknown, read: unknown]>([
    ...Object.keys(sites).map((each): [string, string] => [each, each]),
    ['cn5', refusedAs('not-offered')],
    ['CN1', refusedAs('not-offered')],
    ['__proto__', refusedAs('not-offered')],
    ['constructor', refusedAs('not-offered')],
    ['', refusedAs('not-offered')],
    [1, refusedAs('malformed')],
    [['cn1'], refusedAs('malformed')],
    [undefined, refusedAs('required')],
    [null, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(site, given)).toEqual(expected);
  });

  test('there are ten; the mainland bills in CNY, everywhere else in USD', () => {
    expect(Object.entries(sites).map(([each, { currency, provider }]) => `${each} ${currency} ${provider}`)).toEqual([
      'cn1 CNY alibaba',
      'cn2 CNY aws',
      'cn3 CNY alibaba',
      'cn4 CNY huawei',
      'cn6 USD alibaba',
      'us1 USD aws',
      'eu1 USD aws',
      'ap1 USD aws',
      'za1 USD huawei',
      'id1 USD tencent',
    ]);
    for (const { region, currency } of Object.values(sites))
      expect(currency).toBe(region === 'mainland' ? 'CNY' : 'USD');
  });
});
