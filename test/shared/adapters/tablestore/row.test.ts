import { compareRows, toCell, toPrimaryKey, toRow } from '../../../../shared/adapters/tablestore/row';

// biome-ignore format: one case a line
it.each<[string, unknown, string]>([
  // column       never holds       and says
  ['expiresAtMs', 1.5,              'sessions.expiresAtMs takes a safe integer, not number'],
  ['expiresAtMs', 2 ** 53,          'sessions.expiresAtMs takes a safe integer, not number'],
  ['expiresAtMs', Number.NaN,       'sessions.expiresAtMs takes a safe integer, not number'],
  ['expiresAtMs', '1767225600000',  'sessions.expiresAtMs takes a safe integer, not string'],
  ['owner',       7,                'sessions.owner takes text, not number'],
  ['owner',       undefined,        'sessions.owner takes text, not undefined'],
  ['nickname',    'x',              'sessions has no column nickname'],
])('%s never holds %p', (column, value, told) => {
  expect(() => toCell('sessions', column, value)).toThrow(new TypeError(told));
});

it('spreads sequential keys over the partitions, and the rows of one key over none', () => {
  const spreadOf = (instanceId: string, workspaceId: string) =>
    toPrimaryKey('bindings', { instanceId, workspaceId })[0]?.spread;
  const spreads = Array.from({ length: 100 }, (_, index) => spreadOf(`${33_884_900 + index}`, 'w'));
  expect(new Set(spreads).size).toBeGreaterThan(95);
  expect(spreadOf('33884913', 'w1')).toBe(spreadOf('33884913', 'w2'));
  // The first four digits of `printf 33884913 | sha256sum`: what is stored must be found again by every later release.
  expect(spreadOf('33884913', 'w1')).toBe('b8bc');
});

it('passes over columns that a later release added', () => {
  const primaryKey = [
    { name: 'spread', value: '0000' },
    { name: 'instanceId', value: 'x' },
    { name: 'workspaceId', value: 'w' },
  ];
  const attributes = [{ columnName: 'addedLater', columnValue: 'y', timestamp: 0 }];
  expect(toRow('bindings', { primaryKey, attributes })).toStrictEqual({ instanceId: 'x', workspaceId: 'w' });
});

describe('rows are in order', () => {
  const at = (listId: string, page: number) => ({ listId, page });

  // biome-ignore format: one pair a line
  it.each([
    // first                second              because
    [at('a', 9),            at('a', 10),        'integers have their value'],
    [at('a', -1),           at('a', 0),         'integers have their sign'],
    [at('b', 1),            at('a', 0),         'the spread, 3e23, of b comes before that of a, ca97'],
  ])('%o before %o: %s', (one, other) => {
    expect(Math.sign(compareRows('noticeLists', one, other))).toBe(-1);
    expect(Math.sign(compareRows('noticeLists', other, one))).toBe(1);
    expect(compareRows('noticeLists', one, { ...one })).toBe(0);
  });

  // biome-ignore format: one pair a line
  it.each([
    ['a',                   'ab',               'what ends comes first'],
    ['B',                   'a',                'text has its bytes, not its letters'],
    ['\uffee',              '\u{1d11e}',        'its bytes in UTF-8, in which a surrogate comes late'],
  ])('%s before %s: %s', (one, other) => {
    const at = (subject: string) => ({ queue: 'mails', subject });
    expect(Math.sign(compareRows('todos', at(one), at(other)))).toBe(-1);
    expect(Math.sign(compareRows('todos', at(other), at(one)))).toBe(1);
  });
});
