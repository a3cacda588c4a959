import { readSpiCall, signSpiCall, verifySpiCall } from '../../../shared/triggers/marketplace-signature';

// The worked example of the marketplace's documents.
const vendorKey = '29ae1790-c00c-4321-a214-254fe79e2269';
const vendorQuery =
  'productCode=cmgj00053252&package_version=yuncode3621600001&orderId=222222222222222&orderBizId=33884913&action=createInstance&aliUid=1111111111111111&expiredOn=2021-04-29+00%3A00%3A00&skuId=yuncode3621600001&trial=true&token=ddc1b006263a33cb65a5f1139cac2d2c';

/** As Function Compute might deliver a query: encoded as it came, or decoded. A repeated name is joined with a comma. */
const encoded = (query: string): Record<string, string> => {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=');
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
};
const decoded = (query: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(encoded(query)).map(([name, value]) => [name, decodeURIComponent(value.replaceAll('+', ' '))]),
  );

const vendorCall = decoded(vendorQuery);
const key = 'seller-key';
const signed = (parameters: Record<string, string>) => ({ ...parameters, token: signSpiCall(parameters, key) });

describe('signSpiCall', () => {
  it('gives the token of the vendor’s example', () => {
    expect(signSpiCall(vendorCall, vendorKey)).toBe('ddc1b006263a33cb65a5f1139cac2d2c');
  });

  // Each text was hashed by hand: printf '%s' 'a=1&key=seller-key' | md5sum
  // biome-ignore format: one case a line
  it.each([
    ['one parameter',                    { a: '1' },                    '6d75366b5e08ad6ce1894d0d8cd1f50f'],
    ['any order of the same parameters', { b: '2', a: '1' },            '8dad1b60229d601a54d87bbaf3d1828e'],
    ['capitals before small letters',    { action: 'x', Count: '3' },   '4e8b89881b6ad84b48b8f06ddba4d0fd'],
    ['an empty value',                   { a: '', b: '2' },             '3a010356e805605859aad277b2cfaddc'],
    ['no parameter at all',              {},                            '6ae1ad70616071a32f73bb592b9a52e7'],
    ['a token that is there already',    { a: '1', token: 'anything' }, '6d75366b5e08ad6ce1894d0d8cd1f50f'],
    ['text beyond ASCII, as UTF-8',      { a: '云' },                    'e3da088d8a89fbbefef847dd924678e0'],
  ])('%s', (_, parameters, token) => {
    expect(signSpiCall(parameters, key)).toBe(token);
  });
});

describe('verifySpiCall', () => {
  const token = signSpiCall({ a: '1' }, key);

  // biome-ignore format: one case a line
  it.each([
    ['the token',                                       { a: '1', token },                              [key],            true],
    ['the token of the previous key, during rotation',  { a: '1', token },                              ['new key', key], true],
    ['a token of another key',                          { a: '1', token },                              ['new key'],      false],
    ['no token',                                        { a: '1' },                                     [key],            false],
    ['an empty token',                                  { a: '1', token: '' },                          [key],            false],
    ['a token in capitals',                             { a: '1', token: token.toUpperCase() },         [key],            false],
    ['a token cut short',                               { a: '1', token: token.slice(0, -1) },          [key],            false],
    ['a token with something after it',                 { a: '1', token: `${token} ` },                 [key],            false],
    ['another value',                                   { a: '2', token },                              [key],            false],
    ['an extra parameter',                              { a: '1', b: '2', token },                      [key],            false],
    ['an extra, empty parameter',                       { a: '1', b: '', token },                       [key],            false],
    ['a parameter missing',                             { token },                                      [key],            false],
    ['no key',                                          { a: '1', token },                              [],               false],
    ['an empty key, though the token was made with it', { a: '1', token: signSpiCall({ a: '1' }, '') }, [''],             false],
  ])('%s: %j with %j is %s', (_, parameters: Record<string, string>, keys, authentic) => {
    expect(verifySpiCall(parameters, keys)).toBe(authentic);
  });
});

describe('readSpiCall', () => {
  const { token, ...vendorParameters } = vendorCall;

  // biome-ignore format: one case a line
  it.each([
    ['decoded',                     decoded],
    ['as it came, percent-encoded', encoded],
  ])('reads the vendor’s example delivered %s', (_, deliver) => {
    expect(readSpiCall(deliver(vendorQuery), [vendorKey])).toEqual(vendorParameters);
  });

  // biome-ignore format: one case a line
  it.each([
    ['a space, sent as +',           'expiredOn=2021-04-29+00%3A00%3A00', { expiredOn: '2021-04-29 00:00:00' }],
    ['a space, sent as %20',         'expiredOn=2021-04-29%2000:00:00',   { expiredOn: '2021-04-29 00:00:00' }],
    ['a plus sign, sent as %2B',     'a=1%2B1',                           { a: '1+1' }],
    ['a per cent sign, sent as %25', 'a=50%25',                           { a: '50%' }],
    ['a comma, sent as %2C',         'a=1%2C2',                           { a: '1,2' }],
    ['an empty value',               'a=&b=2',                            { a: '', b: '2' }],
    ['a billing key with a capital', 'Count=3&action=createInstance',     { Count: '3', action: 'createInstance' }],
    ['text beyond ASCII',            'a=%E4%BA%91',                       { a: '云' }],
  ])('%s', (_, query, parameters: Record<string, string>) => {
    const signedQuery = `${query}&token=${signSpiCall(parameters, key)}`;
    expect(readSpiCall(decoded(signedQuery), [key])).toEqual(parameters);
    expect(readSpiCall(encoded(signedQuery), [key])).toEqual(parameters);
  });

  // biome-ignore format: one case a line
  it.each([
    ['the token twice',                `${vendorQuery}&token=${token}`],
    ['a wrong token before the right', `token=0&${vendorQuery}`],
    ['a parameter twice',              `${vendorQuery}&aliUid=2222222222222222`],
    ['another value',                  vendorQuery.replace('aliUid=1', 'aliUid=2')],
    ['an extra parameter',             `${vendorQuery}&isRefund=true`],
    ['an encoded token',               vendorQuery.replace('token=d', 'token=%2564')],
    ['a lone per cent sign',           `${vendorQuery}&a=%`],
    ['no token',                       vendorQuery.replace(/&token=.*/, '')],
    ['nothing',                        ''],
  ])('refuses %s', (_, query) => {
    expect(readSpiCall(encoded(query), [vendorKey])).toBeUndefined();
  });

  it('refuses a name written in two ways, of which one would hide the other', () => {
    expect(readSpiCall({ a: '1', '%61': '2', token: signSpiCall({ a: '2' }, key) }, [key])).toBeUndefined();
    expect(readSpiCall({ '%61': '2', token: signSpiCall({ a: '2' }, key) }, [key])).toEqual({ a: '2' });
  });

  it('takes a value that looks encoded for what it is, where the token says so', () => {
    expect(readSpiCall(signed({ a: '100%25' }), [key])).toEqual({ a: '100%25' });
  });
});
