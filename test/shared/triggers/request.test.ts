import { lowerCaseNames, preferredLanguage, timeOrderedId } from '../../../shared/triggers/request';

describe('preferredLanguage', () => {
  // biome-ignore format: one case a line
  it.each([
    // Accept-Language                               language
    [undefined,                                      'en'],
    ['',                                             'en'],
    ['zh',                                           'zh'],
    ['en',                                           'en'],
    ['ZH-CN',                                        'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8',                      'zh'],
    ['en-US,en;q=0.9,zh-CN;q=0.8,zh;q=0.7',          'en'],
    ['zh-Hant-TW',                                   'zh'],
    ['en;q=0.5, zh;q=0.6',                           'zh'],
    ['en;q=0.5,zh;q=0.5',                            'en'],
    ['zh;q=0',                                       'en'],
    ['zh;q=0, en',                                   'en'],
    ['de, fr;q=0.9, zh;q=0.1',                       'zh'],
    ['zh-CN;q=0.9, en;q=0.5, zh;q=0.1',              'zh'],
    ['de',                                           'en'],
    ['*',                                            'en'],
    ['zh ; q=0.9 , en ; q=0.8',                      'zh'],
    ['zh;level=1;q=0.9,en;q=0.8',                    'zh'],
    ['zh;q=nonsense,en;q=0.1',                       'en'],
    [',,;;q=,zh',                                    'zh'],
    ['zhuang',                                       'en'],
    ['constructor, __proto__;q=1',                   'en'],
  ])('%j: %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});

describe('lowerCaseNames', () => {
  it('makes names lower case and leaves values as they are', () => {
    expect(lowerCaseNames({ 'X-Api-Key': 'AbC', HOST: 'h' })).toEqual({ 'x-api-key': 'AbC', host: 'h' });
  });

  it('takes a name that objects know for a name like any other', () => {
    const names = lowerCaseNames(JSON.parse('{"__PROTO__": "p", "Constructor": "c"}'));
    expect(Object.entries(names)).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
    expect(Object.getPrototypeOf(names)).toBe(Object.prototype);
  });
});

describe('timeOrderedId', () => {
  const chance = 'f'.repeat(32);

  // biome-ignore format: one case a line
  it.each([
    [0,                 '000000000000ffffffffffffffffffff'],
    [1,                 '000000000001ffffffffffffffffffff'],
    [1_767_225_600_000, '019b76daa800ffffffffffffffffffff'],
    [2 ** 48 - 1,       'ffffffffffffffffffffffffffffffff'],
  ])('at %i ms: %s', (nowMs, id) => {
    expect(timeOrderedId(nowMs, chance)).toBe(id);
  });

  it('is in the order of time, whatever the chance', () => {
    expect(timeOrderedId(255, chance) < timeOrderedId(256, '0'.repeat(32))).toBe(true);
  });
});
