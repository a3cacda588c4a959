import {
  type BillsPlace,
  billsAddress,
  readBillsPlace,
  withBills,
  writeBillsPlace,
} from '../../../../../functions/console/pages/bills/place';

const NOW_MS = Date.parse('2026-11-15T04:00:00Z');
const november = { from: '2026-11-01', to: '2026-11-30' };
const first: BillsPlace = { range: november, by: 'item', page: 1, open: [] };

// biome-ignore format: a table
const addresses: readonly [string, BillsPlace][] = [
  ['',                               first],
  ['from=2026-10-01&to=2026-10-31',  { ...first, range: { from: '2026-10-01', to: '2026-10-31' } }],
  ['site=cn1&workspaceId=wksp_1',    { ...first, site: 'cn1', workspaceId: 'wksp_1' }],
  ['by=payer',                       { ...first, by: 'payer' }],
  ['page=3&open=a-1&open=b-1',       { ...first, page: 3, open: ['a-1', 'b-1'] }],
  // What the API will refuse is not hidden from it.
  ['from=2026-11-30&to=2026-11-01',  { ...first, range: { from: '2026-11-30', to: '2026-11-01' } }],
  ['site=nowhere',                   { ...first, site: 'nowhere' }],
];

test.each(addresses)('?%s names a place, and is written again the same', (address, place) => {
  expect(readBillsPlace(new URLSearchParams(address), NOW_MS)).toEqual(place);
  expect(writeBillsPlace(place, NOW_MS).toString()).toBe(address);
});

test.each(['from=2026-11-31&to=2026-12-01', 'from=2026-11-03', 'page=0', 'page=x', 'by=day', 'site=&workspaceId='])(
  '?%s has nothing of its own',
  (address) => expect(readBillsPlace(new URLSearchParams(address), NOW_MS)).toEqual(first),
);

// biome-ignore format: a table
test.each([
  ['a month',          { range: { from: '2026-10-01', to: '2026-10-31' } },  { range: { from: '2026-10-01', to: '2026-10-31' }, site: 'cn1' }],
  ['a workspace',      { workspaceId: 'wksp_1' },                            { range: november, site: 'cn1', workspaceId: 'wksp_1' }],
  ['no site any more', { site: '', workspaceId: '' },                        { range: november }],
])('other bills, by %s, begin at the first page with none open', (_, change, expected) => {
  const place: BillsPlace = { range: november, site: 'cn1', by: 'payer', page: 4, open: ['a-1'] };
  expect(withBills(place, change)).toEqual({ ...expected, by: 'payer', page: 1, open: [] });
});

test('the bills of one workspace', () =>
  expect(billsAddress({ site: 'cn1', workspaceId: 'wksp_1' })).toBe('/bills?site=cn1&workspaceId=wksp_1'));
