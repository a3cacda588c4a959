import {
  isFiltered,
  listAddress,
  type Place,
  readPlace,
  withFilter,
  workspaceAddress,
  writePlace,
} from '../../../../../functions/console/pages/workspaces/place';

const first: Place = { filter: {}, limit: 50 };

// biome-ignore format: a table
const addresses: readonly [string, Place][] = [
  ['',                                        first],
  ['q=Acme+',                                 { filter: { q: 'Acme ' }, limit: 50 }],
  ['q=%E8%AE%A2%E5%8D%95',                    { filter: { q: '订单' }, limit: 50 }],
  ['site=cn1&method=alicloud',                { filter: { site: 'cn1', method: 'alicloud' }, limit: 50 }],
  ['instanceId=33884913',                     { filter: { instanceId: '33884913' }, limit: 50 }],
  ['closedBy=33884913',                       { filter: { closedBy: '33884913' }, limit: 50 }],
  ['limit=200',                               { filter: {}, limit: 200 }],
  ['cursor=d2tzcF8',                          { filter: {}, limit: 50, cursor: 'd2tzcF8' }],
  ['q=a&site=us1&limit=20&cursor=d2tzcF8',    { filter: { q: 'a', site: 'us1' }, limit: 20, cursor: 'd2tzcF8' }],
  // What the API will refuse is not hidden from it.
  ['site=nowhere&closedBy=x',                 { filter: { site: 'nowhere', closedBy: 'x' }, limit: 50 }],
];

test.each(addresses)('?%s names a place, and is written again the same', (address, place) => {
  expect(readPlace(new URLSearchParams(address))).toEqual(place);
  expect(writePlace(place).toString()).toBe(address);
});

test.each(['limit=7', 'limit=', 'limit=1000', 'q=', 'site=&cursor=', 'change', 'limit=50'])(
  '?%s has nothing of its own: it is the beginning of the list',
  (address) => expect(readPlace(new URLSearchParams(address))).toEqual(first),
);

// biome-ignore format: a table
test.each([
  ['one is added',       { q: 'a' }, { site: 'cn1' },         { q: 'a', site: 'cn1' }],
  ['one is replaced',    { q: 'a' }, { q: 'ab' },             { q: 'ab' }],
  ['one is taken off',   { q: 'a', closedBy: '33884913' }, { closedBy: '' }, { q: 'a' }],
  ['the last goes',      { q: 'a' }, { q: '' },               {}],
])('filters: %s, and the list begins at its first page', (_, filter, change, expected) => {
  expect(withFilter({ filter, limit: 100, cursor: 'd2tzcF8' }, change)).toEqual({ filter: expected, limit: 100 });
});

test('a page of the whole list is not filtered', () => {
  expect(isFiltered({ ...first, cursor: 'd2tzcF8' })).toBe(false);
  expect(isFiltered({ ...first, filter: { closedBy: '33884913' } })).toBe(true);
});

test('the links in mails are such addresses', () => {
  expect(listAddress({ closedBy: '33884913' })).toBe('/workspaces?closedBy=33884913');
  expect(listAddress({ instanceId: '33884913' })).toBe('/workspaces?instanceId=33884913');
  expect(listAddress({})).toBe('/workspaces');
  expect(workspaceAddress({ site: 'cn1', workspaceId: 'wksp_1' })).toBe('/workspaces/cn1/wksp_1');
});
