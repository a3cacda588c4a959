import { decideClosureStep } from '../../../shared/domain/closure';
import { type RefusalCode, refusalCodes } from '../../../shared/domain/refusals';
import {
  type CloudSettlement,
  decideOnWorkspace,
  LONGEST_TIMELINE,
  type Payer,
  refusalOfPayer,
  type SettlementWish,
  withoutProof,
} from '../../../shared/domain/settlement';
import type { WorkspaceRow } from '../../../shared/domain/workspace';
import {
  alicloud,
  billingCenter,
  claim,
  entry,
  instance,
  link,
  minute,
  OTHER_ALI,
  OURS,
  THEIRS,
  voided,
  wksp,
  workspace,
  X,
  Y,
} from './samples';

const toX = alicloud(X) as CloudSettlement;
const wish = (more: Partial<SettlementWish> = {}): SettlementWish => ({
  site: 'cn1',
  owner: OURS,
  settlement: toX,
  changeId: 'mine',
  ...more,
});

describe('first the workspace: is it the owner’s, and is there anything to change?', () => {
  const settledBy = (...paid: Parameters<typeof entry>[]) => {
    const [first, ...rest] = paid.map((one) => entry(...one));
    return workspace({ timeline: [first ?? entry(billingCenter), ...rest] });
  };
  const changed = settledBy(
    [billingCenter],
    [alicloud(Y), { changeId: 'mine' }],
    [billingCenter, { changeId: 'later' }],
  );

  // biome-ignore format: one case a line
  const cases: [what: string, row: WorkspaceRow | undefined, wish: Partial<SettlementWish>, outcome: string][] = [
    ['Billing Center, X is wished for',                   settledBy([billingCenter]),  {},                              'go-on'],
    ['X, Y is wished for',                                settledBy([alicloud(X)]),    { settlement: alicloud(Y) },     'go-on'],
    ['X, Billing Center is wished for',                   settledBy([alicloud(X)]),    { settlement: billingCenter },   'go-on'],
    ['X, X of another AliCloud account is wished for',    settledBy([alicloud(X)]),    { settlement: alicloud(X, OTHER_ALI) }, 'go-on'],
    ['once X, now Billing Center, X is wished for again', settledBy([alicloud(X)], [billingCenter]), {},                'go-on'],
    ['X already',                                         settledBy([alicloud(X)]),    {},                              'unchanged'],
    ['Billing Center already',                            settledBy([billingCenter]),  { settlement: billingCenter },   'unchanged'],
    ['X already, with a proof in the wish',               settledBy([alicloud(X)]),    { settlement: { ...toX, proof: 'signed' } }, 'unchanged'],
    ['the request took effect, and was changed since',    changed,                     { settlement: alicloud(Y) },     'unchanged'],
    ['the same, though If-Match has passed meanwhile',    changed,                     { settlement: alicloud(Y), ifMatch: [1] }, 'unchanged'],
    ['If-Match holds',                                    changed,                     { changeId: 'new', ifMatch: [3] }, 'go-on'],
    ['If-Match has passed',                               changed,                     { changeId: 'new', ifMatch: [2] }, 'workspace-changed'],
    ['If-Match of no state that ever was',                changed,                     { changeId: 'new', ifMatch: [-1] }, 'workspace-changed'],
    ['If-Match has passed, though already so',            changed,                     { changeId: 'new', ifMatch: [2], settlement: billingCenter }, 'workspace-changed'],
    ['no workspace',                                      undefined,                   {},                              'workspace-not-found'],
    ['a workspace that never came to be',                 voided(),                    {},                              'workspace-not-found'],
    ['someone else’s workspace',                          workspace({ owner: THEIRS }), {},                             'workspace-not-found'],
    ['a workspace of another site',                       workspace({ site: 'eu1' }),  {},                              'workspace-not-found'],
    ['someone else’s, already so',                        workspace({ owner: THEIRS }), { settlement: billingCenter },  'workspace-not-found'],
  ];
  test.each(cases)('%s', (_what, row, more, outcome) => {
    const decision = decideOnWorkspace(wish(more), row);
    expect(decision.kind === 'refused' ? decision.code : decision.kind).toBe(outcome);
    if (decision.kind !== 'refused') expect(decision.workspace).toBe(row);
  });

  test('a fence in between is no change to the customer', () => {
    const fencedOften = workspace({ version: 40 });
    expect(decideOnWorkspace(wish({ ifMatch: [1] }), fencedOften).kind).toBe('go-on');
  });
});

describe('then the payer: may this instance settle a workspace of this owner?', () => {
  const bound = workspace({ workspaceId: wksp('c'), timeline: [entry(alicloud(Y)), entry(billingCenter)] });
  const never = workspace({ workspaceId: wksp('c') });

  // biome-ignore format: one case a line
  const cases: [what: string, payer: Partial<Payer>, refusal: RefusalCode | undefined][] = [
    ['open, no link yet',                                 {},                                                       undefined],
    ['open, linked to us by a workspace of before',       { link: link({ owner: OURS }), linkNamed: bound },        undefined],
    ['open, another’s claim whose workspace is missing',  { link: link(), linkNamed: undefined },                   undefined],
    ['open, another’s claim whose workspace is void',     { link: link(), linkNamed: voided() },                    undefined],
    ['open, another’s claim that never led to a binding', { link: link(), linkNamed: never },                       undefined],
    ['unknown',                                           { instance: undefined },                                  'instance-not-found'],
    ['sold to another AliCloud account',                  { instance: instance({ accountId: OTHER_ALI }) },         'instance-not-found'],
    ['released before it was announced',                  { instance: { instanceId: X, version: 1, status: 'closing' } }, 'instance-not-found'],
    ['another’s link',                                    { link: link(), linkNamed: bound },                       'cloud-account-linked-elsewhere'],
    ['opening',                                           { instance: instance({ status: 'opening' }) },            'instance-not-ready'],
    ['closing',                                           { instance: instance({ status: 'closing' }) },            'instance-closed'],
    ['closed',                                            { instance: instance({ status: 'closed' }) },             'instance-closed'],
    ['overdue',                                           { instance: instance({ status: 'overdue' }) },            'instance-overdue'],
  ];
  test.each(cases)('%s: %s', (_what, more, refusal) => {
    const payer = { instance: instance(), link: undefined, linkNamed: undefined, ...more };
    expect(refusalOfPayer(toX, OURS, payer)?.code).toBe(refusal);
  });
});

describe('of several refusals the first in the contract’s order is told', () => {
  type Flaw<T> = [holds: T, refusal: RefusalCode | undefined];
  const rows: Flaw<WorkspaceRow | undefined>[] = [
    [workspace(), undefined],
    [undefined, 'workspace-not-found'],
    [voided(), 'workspace-not-found'],
    [workspace({ owner: THEIRS }), 'workspace-not-found'],
    [workspace({ site: 'ap1' }), 'workspace-not-found'],
  ];
  const revisions: Flaw<number>[] = [
    [1, undefined],
    [2, 'workspace-changed'],
  ];
  const buyers: Flaw<string>[] = [
    [toX.accountId, undefined],
    [OTHER_ALI, 'instance-not-found'],
  ];
  const links: Flaw<Pick<Payer, 'link' | 'linkNamed'>>[] = [
    [{ link: undefined, linkNamed: undefined }, undefined],
    [{ link: link(), linkNamed: workspace({ timeline: [entry(alicloud(Y))] }) }, 'cloud-account-linked-elsewhere'],
  ];
  const statuses: Flaw<'open' | 'opening' | 'closing' | 'closed' | 'overdue'>[] = [
    ['open', undefined],
    ['opening', 'instance-not-ready'],
    ['closing', 'instance-closed'],
    ['closed', 'instance-closed'],
    ['overdue', 'instance-overdue'],
  ];

  const combinations = rows.flatMap((row) =>
    revisions.flatMap((revision) =>
      buyers.flatMap((buyer) =>
        links.flatMap((linked) => statuses.map((status) => ({ row, revision, buyer, linked, status }))),
      ),
    ),
  );

  test.each(combinations.map((one) => [Object.values(one).flatMap(([, code]) => code ?? []), one] as const))(
    '%j',
    (applying, { row: [row], revision: [ifMatch], buyer: [accountId], linked: [linked], status: [status] }) => {
      const first = decideOnWorkspace(wish({ ifMatch: [ifMatch] }), row);
      const told =
        first.kind === 'refused'
          ? first
          : refusalOfPayer(toX, OURS, { instance: instance({ accountId, status }), ...linked });
      expect(told?.code).toBe(refusalCodes.find((code) => applying.includes(code)));
    },
  );
});

describe('the first settlement by an AliCloud account may have to be proven', () => {
  const good = workspace({ timeline: [entry(toX)] });
  const ours = { link: link({ owner: OURS }), linkNamed: good };
  const theirs = { link: link(), linkNamed: good };
  const ourClaim = { link: link({ owner: OURS }), linkNamed: undefined };

  // biome-ignore format: one case a line
  test.each<[what: string, more: Partial<Payer>, refusal: RefusalCode | undefined]>([
    ['nobody asks for a proof',               { proof: 'not-asked-for' },                                         undefined],
    ['it is given',                           { proof: 'given' },                                                 undefined],
    ['it is missing',                         { proof: 'missing' },                                               'proof-required'],
    ['it is missing, beside our idle claim',  { proof: 'missing', ...ourClaim },                                  'proof-required'],
    ['the account is linked to us already',   { proof: 'missing', ...ours },                                      undefined],
    ['the account is linked to others',       { proof: 'missing', ...theirs },                                    'cloud-account-linked-elsewhere'],
    ['it is missing, and the instance closed', { proof: 'missing', instance: instance({ status: 'closed' }) },    'proof-required'],
    ['it is missing, of another’s instance',  { proof: 'missing', instance: instance({ accountId: OTHER_ALI }) }, 'instance-not-found'],
  ])('%s', (_, more, refusal) => {
    const payer = { instance: instance(), link: undefined, linkNamed: undefined, ...more };
    expect(refusalOfPayer(toX, OURS, payer)?.code).toBe(refusal);
  });
});

describe('a settlement is kept without its proof', () => {
  // biome-ignore format: one case a line
  test.each([
    [{ ...toX, proof: 'signed' }, toX],
    [toX,                         toX],
    [billingCenter,               billingCenter],
  ])('%j is kept as %j', (given, kept) => {
    expect(withoutProof(given)).toEqual(kept);
  });
});

test('claims of a link by ourselves are no hindrance, wherever they stand', () => {
  const ours = { ...claim({ owner: OURS }), accountId: toX.accountId };
  for (const linkNamed of [
    undefined,
    voided(),
    workspace(),
    workspace({ timeline: [entry(toX, { fromMs: minute(1) })] }),
  ])
    expect(refusalOfPayer(toX, OURS, { instance: instance(), link: ours, linkNamed })).toBeUndefined();
});

describe('a timeline that has no room but for closures', () => {
  const full = (length: number) => {
    const entries = Array.from({ length: length - 1 }, () => entry(billingCenter));
    return workspace({ timeline: [entry(billingCenter), ...entries] });
  };

  test('one entry short of it, the owner may change once more', () => {
    expect(decideOnWorkspace(wish(), full(LONGEST_TIMELINE - 1)).kind).toBe('go-on');
  });

  test('then no more', () => {
    expect(decideOnWorkspace(wish(), full(LONGEST_TIMELINE))).toMatchObject({
      code: 'settlement-change-not-allowed',
      sentence: {
        zh: expect.stringMatching(/已达上限.*请联系我们/),
        en: expect.stringMatching(/as often as it can be: please contact us/),
      },
    });
  });

  test('but a closure still switches it', () => {
    const settled = workspace({ timeline: [...full(LONGEST_TIMELINE).timeline, entry(alicloud(X))] });
    expect(decideClosureStep(settled, settled.workspaceId, instance({ status: 'closing' }), minute(1)).kind).toBe(
      'switch',
    );
  });
});
