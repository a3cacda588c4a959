import { type Policies, refusalOfChange, refusalOfSite } from '../../../shared/domain/policies';
import type { Timeline } from '../../../shared/domain/workspace';
import type { Settlement } from '../../../shared/validation/settlement';
import { type Site, sites } from '../../../shared/validation/site';
import { alicloud, billingCenter, entry, instance, workspace, X, Y } from './samples';

const at = (time: string) => Date.parse(`${time}+08:00`);

describe('which sites may choose AliCloud', () => {
  const onlyOwnCloud: Policies = { onlyOwnCloud: true };

  // biome-ignore format: one case a line
  it.each<[policies: Policies, site: Site, settlement: Settlement, refused: boolean]>([
    [{},                       'us1', alicloud(),    false],
    [{ onlyOwnCloud: false },  'us1', alicloud(),    false],
    [onlyOwnCloud,             'us1', billingCenter, false],
    [onlyOwnCloud,             'cn1', alicloud(),    false],
    [onlyOwnCloud,             'us1', alicloud(),    true ],
    [onlyOwnCloud,             'cn4', alicloud(),    true ],
    [onlyOwnCloud,             'id1', alicloud(),    true ],
  ])('%j, at %s, %j: refused %s', (policies, site, settlement, isRefused) => {
    const refusal = refusalOfSite(policies, site, settlement);
    expect(refusal?.code).toBe(isRefused ? 'settlement-change-not-allowed' : undefined);
    if (!isRefused) return;
    expect(refusal?.sentence?.zh).toMatch(new RegExp(`^${sites[site].name.zh}站点.*费用中心账号结算`));
    expect(refusal?.sentence?.en).toMatch(new RegExp(`^The site ${sites[site].name.en} .*Billing Center account settlement`));
  });
});

describe('leaving an instance that is still open', () => {
  const stayWhileOpen: Policies = { stayWhileOpen: true };
  const settled = workspace({ timeline: [entry(alicloud(X))] });
  const open = instance();

  // biome-ignore format: one case a line
  it.each<[what: string, policies: Policies, payer: typeof open | undefined, wish: Settlement, refused: boolean]>([
    ['for Billing Center',         stayWhileOpen, open,                            billingCenter, true ],
    ['for another instance',       stayWhileOpen, open,                            alicloud(Y),   true ],
    ['for itself',                 stayWhileOpen, open,                            alicloud(X),   false],
    ['that is overdue',            stayWhileOpen, instance({ status: 'overdue' }), billingCenter, false],
    ['that is closed',             stayWhileOpen, instance({ status: 'closed' }),  billingCenter, false],
    ['where there is none',        stayWhileOpen, undefined,                       alicloud(X),   false],
    ['without the policy',         {},            open,                            billingCenter, false],
  ])('%s', (_, policies, payer, wish, isRefused) => {
    const refusal = refusalOfChange(policies, settled, payer, wish, at('2026-01-15T12:00:00'));
    expect(refusal?.code).toBe(isRefused ? 'settlement-change-not-allowed' : undefined);
    if (!isRefused) return;
    expect(refusal?.sentence?.zh).toMatch(new RegExp(`商品实例 ${X} 仍为已开通状态.*关闭`));
    expect(refusal?.sentence?.en).toMatch(new RegExp(`The instance ${X} is still open.*close it`));
  });
});

describe('changes in a month of Beijing', () => {
  const change = (time: string) => entry(billingCenter, { cause: 'change', fromMs: at(time) });
  const refusalOf = (changesPerMonth: number, timeline: Timeline, now: string) =>
    refusalOfChange({ changesPerMonth }, workspace({ timeline }), undefined, billingCenter, at(now));

  const begun = entry(billingCenter, { fromMs: at('2026-01-01T00:00:00') });
  const closure = entry(billingCenter, { cause: 'closure', fromMs: at('2026-01-02T00:00:00') });
  const repair = entry(billingCenter, { cause: 'repair', fromMs: at('2026-01-02T00:00:00') });

  // biome-ignore format: one case a line
  it.each<[limit: number, what: string, timeline: Timeline, now: string, next: string | undefined]>([
    [2, 'none yet',                  [begun],                                                                    '2026-01-31T23:59:59', undefined   ],
    [2, 'one',                       [begun, change('2026-01-01T00:00:00')],                                     '2026-01-31T23:59:59', undefined   ],
    [2, 'two',                       [begun, change('2026-01-01T00:00:00'), change('2026-01-02T00:00:00')],      '2026-01-31T23:59:59', '2026-02-01'],
    [2, 'two, in the month before',  [begun, change('2026-01-01T00:00:00'), change('2026-01-31T23:59:59')],      '2026-02-01T00:00:00', undefined   ],
    [2, 'two, a year before',        [begun, change('2026-01-01T00:00:00'), change('2026-01-31T23:59:59')],      '2027-01-15T00:00:00', undefined   ],
    [2, 'two, around midnight',      [begun, change('2026-01-31T23:59:59'), change('2026-02-01T00:00:00')],      '2026-02-01T00:00:00', undefined   ],
    [1, 'one, in December',          [begun, change('2026-12-01T00:00:00')],                                     '2026-12-31T23:59:59', '2027-01-01'],
    [1, 'a closure and a repair',    [begun, closure, repair],                                                   '2026-01-03T00:00:00', undefined   ],
    [1, 'one, as a month begins',    [begun, change('2026-02-01T00:00:00')],                                     '2026-02-01T00:00:00', '2026-03-01'],
    [0, 'none at all',               [begun],                                                                    '2026-01-03T00:00:00', '2026-02-01'],
  ])('of %i allowed, %s were made: %j at %s', (limit, _, timeline, now, next) => {
    const refusal = refusalOf(limit, timeline, now);
    expect(refusal?.code).toBe(next && 'settlement-change-not-allowed');
    expect(/\d{4}-[\dT:.Z-]*/.exec(refusal?.sentence?.en ?? '')?.[0]).toBe(next);
    expect(/\d{4}-[\dT:.Z-]*/.exec(refusal?.sentence?.zh ?? '')?.[0]).toBe(next);
  });

  // biome-ignore format: one case a line
  it.each([
    [1, '1 次', '1 time a month' ],
    [2, '2 次', '2 times a month'],
  ])('%i is said so', (limit, zh, en) => {
    const changes = [change('2026-01-01T00:00:00'), change('2026-01-02T00:00:00')];
    const { sentence } = refusalOf(limit, [begun, ...changes], '2026-01-03T00:00:00') ?? {};
    expect(sentence?.zh).toContain(zh);
    expect(sentence?.en).toContain(en);
  });
});
