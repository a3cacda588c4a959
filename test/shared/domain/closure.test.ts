import * as fc from 'fast-check';
import { closureNotice, decideClosureStep, toSwitched } from '../../../shared/domain/closure';
import { payingInstance, switchedBy, type Workspace, type WorkspaceRow } from '../../../shared/domain/workspace';
import { workspaceName } from '../../../shared/validation/workspace';
import { seed } from '../../seed';
import {
  ALI,
  alicloud,
  billingCenter,
  entry,
  instance,
  minute,
  OTHER_ALI,
  voided,
  wksp,
  workspace,
  X,
  Y,
} from './samples';

const RELEASED = minute(10);
const NOW = minute(60);
const closing = instance({ status: 'closing', releasedAtMs: RELEASED });

const byClosure = entry(billingCenter, {
  fromMs: RELEASED,
  cause: 'closure',
  by: 'marketplace',
  changeId: `closure/${X}`,
  closureOf: X,
});
const paid = (...timeline: [ReturnType<typeof entry>, ...ReturnType<typeof entry>[]]) => workspace({ timeline });

describe('the closure of X comes to a workspace', () => {
  // biome-ignore format: one case a line
  const cases: [which: string, row: WorkspaceRow | undefined, step: string][] = [
    ['settled by X',                                       paid(entry(alicloud(X))),                                          'switch'],
    ['settled by X again after other payers',              paid(entry(alicloud(X)), entry(alicloud(Y)), entry(alicloud(X))),  'switch'],
    ['switched by this closure before',                    paid(entry(alicloud(X)), byClosure),                               'switched'],
    ['switched by it before, and moved on to Y',           paid(entry(alicloud(X)), byClosure, entry(alicloud(Y))),           'switched'],
    ['switched by it, moved to Y, back to Billing Center', paid(entry(alicloud(X)), byClosure, entry(alicloud(Y)), entry(billingCenter)), 'switched'],
    ['whose owner left X before',                          paid(entry(alicloud(X)), entry(billingCenter)),                    'fence'],
    ['switched by the closure of Y',                       paid(entry(alicloud(Y)), { ...byClosure, closureOf: Y }),          'fence'],
    ['settled by Y',                                       paid(entry(alicloud(Y))),                                          'fence'],
    ['settled by the Billing Center account',              paid(entry(billingCenter)),                                        'fence'],
    ['that is not there: somebody may be about to create it', undefined,                                                      'fence'],
    ['that never came to be',                              voided(),                                                          'nothing'],
  ];
  test.each(cases)('%s: %s', (_which, row, expected) => {
    const step = decideClosureStep(row, wksp('a'), closing, NOW);
    expect(step.kind).toBe(expected);
    if (step.kind === 'switched') expect(step.workspace).toBe(row);
  });
});

test('a workspace that is switched is settled by the Billing Center account, from the release on, because of this closure', () => {
  const row = paid(entry(alicloud(X)));
  expect(decideClosureStep(row, row.workspaceId, closing, NOW)).toEqual({
    kind: 'switch',
    next: { ...row, version: row.version + 1, timeline: [...row.timeline, byClosure] },
  });
});

describe('a workspace that is fenced keeps its payer; one that is not there becomes void', () => {
  test.each<[row: WorkspaceRow | undefined, next: WorkspaceRow]>([
    [workspace(), workspace({ version: 8 })],
    [undefined, voided(wksp('a'))],
  ])('%#', (row, next) => {
    expect(decideClosureStep(row, wksp('a'), closing, NOW)).toEqual({ kind: 'fence', next });
  });
});

describe('from when the Billing Center account pays', () => {
  // biome-ignore format: one case a line
  test.each<[what: string, releasedAtMs: number | undefined, boundAtMs: number, fromMs: number]>([
    ['from the release on, however late the walk comes',       RELEASED,  minute(0),  RELEASED],
    ['but never from before the payer that it follows',        RELEASED,  minute(11), minute(11)],
    ['from now on, where the release has no time',             undefined, minute(0),  NOW],
  ])('%s', (_what, releasedAtMs, boundAtMs, fromMs) => {
    const row = paid(entry(alicloud(X), { fromMs: boundAtMs }));
    const closing = instance({ status: 'closing', ...(releasedAtMs !== undefined && { releasedAtMs }) });
    const step = decideClosureStep(row, row.workspaceId, closing, NOW);
    expect(step.kind === 'switch' && step.next.timeline.at(-1)?.fromMs).toBe(fromMs);
  });
});

test('of a switched workspace no more is kept than its notice needs: its history may be long', () => {
  const { workspaceId, site, name, language, owner, username } = workspace();
  expect(toSwitched(workspace())).toStrictEqual({ workspaceId, site, name, language, owner, username });
});

describe('the notice', () => {
  const many = (count: number, more: (nth: number) => Partial<Workspace> = () => ({})) =>
    Array.from({ length: count }, (_, nth) => workspace({ workspaceId: wksp(nth.toString(16)), ...more(nth) }));
  const notice = (switched: readonly Workspace[]) => closureNotice(closing, switched, NOW);

  // biome-ignore format: one case a line
  test.each<[switched: number, named: number]>([
    [1,     1],
    [99,    99],
    [100,   100],
    [101,   100],
    [2_500, 100],
  ])('over %d workspaces counts them all and names %d', (switched, named) => {
    const { count, first } = notice(many(switched));
    expect([count, first.length]).toEqual([switched, named]);
    expect(first.map(({ workspaceId }) => workspaceId)).toEqual(many(named).map(({ workspaceId }) => workspaceId));
  });

  test('says what closed, whose it was and when, and of each workspace the site and the name', () => {
    const name = workspaceName.parse('测试');
    expect(notice([workspace({ site: 'eu1', name })])).toEqual({
      kind: 'closure',
      instanceId: X,
      accountId: ALI,
      closedAtMs: RELEASED,
      count: 1,
      first: [{ workspaceId: wksp('a'), site: 'eu1', name: '测试' }],
      languages: ['zh'],
    });
  });

  // biome-ignore format: one case a line
  test.each<[languages: ('zh' | 'en')[], each: string[]]>([
    [['zh'],             ['zh']],
    [['en', 'en'],       ['en']],
    [['zh', 'en', 'zh'], ['en', 'zh']],
    [['en', 'zh'],       ['en', 'zh']],
  ])('to workspaces of %j is in %j', (languages, each) => {
    const switched = many(languages.length, (nth) => ({ language: languages[nth] ?? 'zh' }));
    expect(notice(switched).languages).toEqual(each);
  });

  test('of a release that was told without a time has the time of the walk', () => {
    expect(closureNotice({ instanceId: X, version: 1, status: 'closing' }, many(1), NOW)).toMatchObject({
      closedAtMs: NOW,
    });
  });
});

describe('whatever the history of a workspace', () => {
  const timeline = fc
    .array(
      fc.constantFrom(
        entry(billingCenter),
        entry(alicloud(X)),
        entry(alicloud(Y)),
        entry(alicloud(X, OTHER_ALI)),
        byClosure,
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map(([first = entry(billingCenter), ...rest]) => paid(first, ...rest));

  test('after its step it is not settled by X, and the next walker finds it switched exactly if this one did', () => {
    fc.assert(
      fc.property(timeline, (row) => {
        const step = decideClosureStep(row, row.workspaceId, closing, NOW);
        const next = step.kind === 'switch' || step.kind === 'fence' ? step.next : row;
        if (next.kind !== 'workspace') throw new Error('A workspace never becomes void.');
        expect(payingInstance(next)).not.toBe(X);
        const again = decideClosureStep(next, row.workspaceId, closing, NOW);
        expect(again.kind).toBe(step.kind === 'fence' ? 'fence' : 'switched');
        expect(switchedBy(next, X)).toBe(step.kind !== 'fence');
      }),
      { seed },
    );
  });
});
