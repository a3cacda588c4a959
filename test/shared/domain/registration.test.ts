import { type Claim, YOUNG_CLAIM_MS } from '../../../shared/domain/claims';
import type { Instance } from '../../../shared/domain/instance';
import { type RefusalCode, refusalCodes, refused } from '../../../shared/domain/refusals';
import {
  type Activation,
  type ActivationDecision,
  decideActivation,
  type FoundClaims,
  type Judged,
  newWorkspace,
  ownerOf,
  workspaceIdOf,
} from '../../../shared/domain/registration';
import type { WorkspaceRow } from '../../../shared/domain/workspace';
import { workspaceId } from '../../../shared/validation/workspace';
import {
  ALI,
  alicloud,
  billingCenter,
  entry,
  instance,
  keyClaim,
  link,
  minute,
  OTHER_ALI,
  OURS,
  THEIRS,
  usernameClaim,
  voided,
  wksp,
  workspace,
  X,
  Y,
} from './samples';

const NOW = minute(0);
const DAY_MIN = 24 * 60;

/** Our workspace's id, and the ids that the claims in the way name: of the username, the link, the key. */
const ids = { own: wksp('1'), u: wksp('c0'), l: wksp('c1'), k: wksp('c2') };

/**
 * A claim in words. What it names: `good`, there and, for a link, settled by its AliCloud account; `unpaid`, there and
 * never settled by it; `missing`; `void`. Who claims and when: an hour ago a stranger, but for `young`, `old` (a day and
 * more), `ours` (of this Billing Center account), `mine` (of this request) and `own` (it names this request's workspace).
 */
const judged = <One extends Claim>(
  words: string,
  make: (more: Partial<Claim>) => One,
  id: keyof typeof ids,
): Judged<One> => {
  const has = (word: string) => words.split(' ').includes(word);
  if (has('none')) return { claim: undefined, named: undefined };
  const named = ids[has('own') ? 'own' : id];
  const rows: Record<string, WorkspaceRow | undefined> = {
    good: workspace({
      workspaceId: named,
      timeline: [entry(alicloud(Y), { changeId: has('mine') ? 'mine' : 'first' }), entry(billingCenter)],
    }),
    unpaid: workspace({ workspaceId: named }),
    void: voided(named),
  };
  const more = {
    workspaceId: named,
    owner: has('ours') ? OURS : THEIRS,
    changeId: has('mine') ? 'mine' : 'of-a-stranger',
    claimedAtMs: has('young') ? NOW - YOUNG_CLAIM_MS + 1 : has('old') ? minute(-DAY_MIN) : minute(-60),
  };
  return { claim: make(more), named: rows[words.split(' ')[0] ?? ''] };
};

interface World {
  readonly username?: string;
  readonly link?: string;
  readonly key?: string;
  readonly body?: string;
  readonly instance?: Instance | undefined;
  readonly candidate?: WorkspaceRow;
  readonly wish?: Partial<Activation>;
}

const decide = (world: World): ActivationDecision => {
  const found: FoundClaims = {
    username: judged(world.username ?? 'none', usernameClaim, 'u'),
    link: judged(world.link ?? 'none', link, 'l'),
    key: judged(world.key ?? 'none', keyClaim, 'k'),
    instance: 'instance' in world ? world.instance : instance(),
    candidate: { workspaceId: ids.own, row: world.candidate },
  };
  const wish = { changeId: 'mine', settlement: alicloud(X), fingerprint: world.body ?? 'this body', ...world.wish };
  return decideActivation(wish, found, NOW);
};

const nameOf = (id: string) => Object.entries(ids).find(([, one]) => one === id)?.[0];

/** `own, fencing u l`: it goes on with its own workspace, and first fences those that username and link name. */
const inWords = (decision: ActivationDecision): string => {
  if (decision.kind === 'refused') return decision.code;
  if (decision.kind === 'done') return `done ${nameOf(decision.workspace.workspaceId)}`;
  if (decision.kind === 'wait') return 'wait';
  const fenced = [...decision.fence.keys()].map(nameOf);
  return [`${nameOf(decision.workspaceId)}`, ...(fenced.length > 0 ? [`fencing ${fenced.join(' ')}`] : [])].join(', ');
};

describe('a registration that a policy or a missing proof is against', () => {
  const forbidden = refused('settlement-change-not-allowed');

  // biome-ignore format: one case a line
  test.each<[what: string, world: World, outcome: string]>([
    ['a policy',                                  { wish: { forbidden } },                                      'settlement-change-not-allowed'],
    ['a policy, where Billing Center pays',       { wish: { forbidden, settlement: billingCenter } },           'settlement-change-not-allowed'],
    ['a policy, and the username is taken',       { wish: { forbidden }, username: 'good' },                    'settlement-change-not-allowed'],
    ['a policy, and the instance is closed',      { wish: { forbidden }, instance: instance({ status: 'closed' }) }, 'instance-closed'],
    ['a policy, but it took effect before',       { wish: { forbidden }, candidate: workspace({ workspaceId: ids.own }) }, 'done own'],
    ['a proof that is missing',                   { wish: { proof: 'missing' } },                               'proof-required'],
    ['a proof that is missing, for an own link',  { wish: { proof: 'missing', owner: OURS }, link: 'good ours' }, 'own'],
    ['a proof that is missing, of Billing Center', { wish: { proof: 'missing', settlement: billingCenter } },    'own'],
    ['none: the proof is given',                  { wish: { proof: 'given' } },                                 'own'],
  ])('%s', (_, world, outcome) => {
    expect(inWords(decide(world))).toBe(outcome);
  });
});

describe('a registration, by the claims that it finds', () => {
  // biome-ignore format: one case a line
  const cases: [username: string, link: string, key: string, outcome: string][] = [
    ['none',               'none',               'none',                 'own'],
    // the username
    ['good',               'none',               'none',                 'username-taken'],
    ['good young',         'none',               'none',                 'username-taken'],
    ['missing',            'none',               'none',                 'own, fencing u'],
    ['missing young',      'none',               'none',                 'wait'],
    ['missing young mine', 'none',               'none',                 'own, fencing u'],
    ['missing young mine own', 'none',           'none',                 'own'],
    ['void',               'none',               'none',                 'own'],
    ['void young',         'none',               'none',                 'own'],
    // the link of the AliCloud account
    ['none',               'good',               'none',                 'cloud-account-linked-elsewhere'],
    ['none',               'good young',         'none',                 'cloud-account-linked-elsewhere'],
    ['none',               'unpaid',             'none',                 'own, fencing l'],
    ['none',               'unpaid young',       'none',                 'wait'],
    ['none',               'missing',            'none',                 'own, fencing l'],
    ['none',               'missing young mine', 'none',                 'own, fencing l'],
    ['none',               'missing young mine own', 'none',             'own'],
    ['none',               'void',               'none',                 'own'],
    // the idempotency key
    ['none',               'none',               'good',                 'done k'],
    ['none',               'none',               'good young',           'done k'],
    ['none',               'none',               'good old',             'own'],
    ['none',               'none',               'missing',              'k'],
    ['none',               'none',               'missing young',        'k'],
    ['none',               'none',               'missing old',          'own, fencing k'],
    ['none',               'none',               'void',                 'own'],
    ['none',               'none',               'void old',             'own'],
    // together
    ['missing',            'missing',            'none',                 'own, fencing u l'],
    ['missing',            'missing',            'missing',              'k, fencing u l'],
    ['missing',            'missing',            'missing old',          'own, fencing u l k'],
    ['missing',            'unpaid young',       'none',                 'wait'],
    ['void',               'void',               'void',                 'own'],
    ['good',               'good',               'good',                 'done k'],
    ['good',               'good',               'none',                 'cloud-account-linked-elsewhere'],
    ['good',               'none',               'missing',              'username-taken'],
    ['good',               'missing young',      'none',                 'username-taken'],
    ['missing young',      'good',               'none',                 'cloud-account-linked-elsewhere'],
  ];
  test.each(cases)('username %s, link %s, key %s: %s', (username, linked, key, outcome) => {
    expect(inWords(decide({ username, link: linked, key }))).toBe(outcome);
  });
});

describe('a key that was used with another body', () => {
  // biome-ignore format: one case a line
  test.each<[key: string, outcome: string]>([
    ['good',          'idempotency-key-reused'],
    ['good young',    'idempotency-key-reused'],
    ['good old',      'own'],
    ['missing',       'own, fencing k'],
    ['missing young', 'wait'],
    ['void',          'own'],
  ])('%s: %s', (key, outcome) => {
    expect(inWords(decide({ key, body: 'another body' }))).toBe(outcome);
  });
});

describe('a further workspace of an account', () => {
  const further = { owner: OURS };
  // biome-ignore format: one case a line
  test.each<[link: string, key: string, outcome: string]>([
    ['none',               'none',               'own'],
    ['good ours',          'none',               'own'],
    ['good',               'none',               'cloud-account-linked-elsewhere'],
    ['unpaid young ours',  'none',               'own, fencing l'],
    ['unpaid young',       'none',               'wait'],
    ['missing young ours', 'none',               'own, fencing l'],
    ['none',               'missing young ours', 'k'],
    ['good ours',          'good ours',          'done k'],
  ])('link %s, key %s: %s', (linked, key, outcome) => {
    expect(inWords(decide({ link: linked, key, wish: further }))).toBe(outcome);
  });

  test('belongs to the account, whichever workspace it goes on with', () => {
    expect(decide({ wish: further })).toMatchObject({ workspaceId: ids.own, owner: OURS });
    expect(decide({ key: 'missing ours', wish: further })).toMatchObject({ workspaceId: ids.k, owner: OURS });
  });
});

test('a registration’s account follows from the workspace that it goes on with', () => {
  expect(decide({})).toMatchObject({ workspaceId: ids.own, owner: ownerOf(ids.own) });
  expect(decide({ key: 'missing' })).toMatchObject({ workspaceId: ids.k, owner: ownerOf(ids.k) });
});

test('two claims that name one workspace: it is fenced once', () => {
  const named = { workspaceId: ids.u, owner: THEIRS };
  const free = { claim: undefined, named: undefined };
  const found = {
    username: { claim: usernameClaim(named), named: undefined },
    link: { claim: link(named), named: undefined },
    key: free,
    instance: instance(),
    candidate: { workspaceId: ids.own, row: undefined },
  };
  const decision = decideActivation({ changeId: 'mine', settlement: alicloud(X) }, found, NOW);
  expect(decision).toMatchObject({ kind: 'go-on', fence: new Map([[ids.u, undefined]]) });
});

test('a workspace is fenced on the version that was read', () => {
  const decision = decide({ link: 'unpaid' });
  expect(decision.kind === 'go-on' && decision.fence.get(ids.l)).toEqual(workspace({ workspaceId: ids.l }));
});

describe('the claim of a stranger is left alone while it is young', () => {
  // biome-ignore format: one case a line
  test.each<[ageMs: number, outcome: string]>([
    [-1,                  'wait'],
    [0,                   'wait'],
    [YOUNG_CLAIM_MS - 1,  'wait'],
    [YOUNG_CLAIM_MS,      'go-on'],
  ])('%d ms old: %s', (ageMs, outcome) => {
    const found = {
      username: { claim: usernameClaim({ claimedAtMs: NOW - ageMs }), named: undefined },
      link: { claim: undefined, named: undefined },
      key: { claim: undefined, named: undefined },
      instance: undefined,
      candidate: { workspaceId: ids.own, row: undefined },
    };
    expect(decideActivation({ changeId: 'mine', settlement: billingCenter }, found, NOW).kind).toBe(outcome);
  });
});

describe('what took effect before is answered, whatever is true now', () => {
  const mine = workspace({ workspaceId: ids.own });
  // biome-ignore format: one case a line
  test.each<[what: string, world: World, outcome: string]>([
    ['this request’s workspace is there',  { candidate: mine },                                                     'done own'],
    ['and its username is taken, by it',   { candidate: mine, username: 'good own' },                               'done own'],
    ['and its instance was closed since',  { candidate: mine, instance: instance({ status: 'closed' }) },           'done own'],
    ['its key’s workspace is there, the instance was closed since', { key: 'good', instance: instance({ status: 'closed' }) }, 'done k'],
    ['its workspace was not there yet when it was looked for, and is when its username is judged', { username: 'good mine own' }, 'done own'],
    ['the candidate is looked at first',   { candidate: mine, key: 'good', body: 'another body' },                  'done own'],
  ])('%s', (_what, world, outcome) => {
    expect(inWords(decide(world))).toBe(outcome);
  });
});

describe('of several refusals the first in the contract’s order is told', () => {
  const keys = [['none'], ['good', 'idempotency-key-reused']] as const;
  const buyers = [[OTHER_ALI, 'instance-not-found'], [ALI]] as const;
  const links = [['none'], ['good', 'cloud-account-linked-elsewhere']] as const;
  const statuses = [
    ['open'],
    ['opening', 'instance-not-ready'],
    ['closing', 'instance-closed'],
    ['closed', 'instance-closed'],
    ['overdue', 'instance-overdue'],
  ] as const;
  const usernames = [['none'], ['good', 'username-taken']] as const;

  const combinations = keys.flatMap((key) =>
    buyers.flatMap((buyer) =>
      links.flatMap((linked) =>
        statuses.flatMap((status) => usernames.map((name) => ({ key, buyer, linked, status, name }))),
      ),
    ),
  );

  test.each(
    combinations.map(
      (one) => [Object.values(one).flatMap(([, code]): RefusalCode[] => (code ? [code] : [])), one] as const,
    ),
  )('%j', (applying, { key: [key], buyer: [accountId], linked: [linked], status: [status], name: [username] }) => {
    const decision = decide({
      key,
      link: linked,
      username,
      body: 'another body',
      instance: instance({ accountId, status }),
    });
    const told = refusalCodes.find((code) => applying.includes(code));
    expect(inWords(decision)).toBe(told ?? 'own');
  });

  test('with Billing Center account settlement there is no payer to refuse', () => {
    const world = { instance: undefined, link: 'good', wish: { settlement: billingCenter } };
    expect(decide({ ...world, link: 'none' }).kind).toBe('go-on');
    expect(inWords(decide({ ...world, link: 'none', username: 'good' }))).toBe('username-taken');
  });
});

describe('whatever is found', () => {
  const standings = [
    'none',
    'good',
    'unpaid',
    'missing',
    'void',
    'missing old',
    'missing young',
    'missing mine',
    'missing young mine own',
    'void young',
    'good old',
  ];
  const decisions = standings.flatMap((username) =>
    standings.flatMap((linked) =>
      standings.map((key) => ({
        world: { username, link: linked, key },
        decision: decide({ username, link: linked, key }),
      })),
    ),
  );

  test('no workspace is fenced that is void already, or that it goes on with itself', () => {
    for (const { decision } of decisions) {
      if (decision.kind !== 'go-on') continue;
      expect([...decision.fence.keys()]).not.toContain(decision.workspaceId);
      expect([...decision.fence.values()].map((row) => row?.kind)).not.toContain('void');
    }
  });

  test('the workspace of every other claim that does not count is fenced, once', () => {
    for (const { world, decision } of decisions) {
      if (decision.kind !== 'go-on') continue;
      const hindering = Object.entries({ u: world.username, l: world.link, k: world.key }).flatMap(([id, words]) => {
        const idle = words.startsWith('missing') || (words.startsWith('unpaid') && id === 'l');
        return idle ? [words.includes('own') ? 'own' : id] : [];
      });
      expect([...decision.fence.keys()].map(nameOf)).toEqual(
        [...new Set(hindering)].filter((named) => named !== nameOf(decision.workspaceId)),
      );
    }
  });
});

describe('the ids of a request’s workspace', () => {
  const changeId = '019b76da8000aaaaaaaaaaaaaaaaaaaa';

  test('follow from the request alone, are well formed, and each is another', () => {
    const nth = (n: number) => workspaceIdOf(changeId, n);
    expect([0, 1, 2].map(nth)).toEqual([
      'wksp_019b76da8000aaaaaaaaaaaaaaaaaaaa',
      'wksp_019b76da8000aaaaaaaaaaaaaaaaaaab',
      'wksp_019b76da8000aaaaaaaaaaaaaaaaaaac',
    ]);
    const many = Array.from({ length: 100 }, (_, n) => nth(n));
    expect(many.map((id) => workspaceId.parse(id))).toEqual(Array.from({ length: 100 }, (_, n) => nth(n)));
    expect(new Set(many).size).toBe(100);
  });

  test('keep their leading zeros', () => {
    expect(workspaceIdOf('0'.repeat(32), 0)).toBe(`wksp_${'0'.repeat(32)}`);
    expect(workspaceIdOf('0000ffffffffffffffffffffffffffff', 1)).toBe(`wksp_0001${'0'.repeat(28)}`);
  });

  test('give the account its own', () => {
    expect(ownerOf(wksp('1'))).toBe(OURS);
  });
});

test('the row whose insertion is the registration', () => {
  const { workspaceId, site, name, language, owner, username } = workspace();
  const settlement = { ...alicloud(X), proof: 'signed' };
  const row = newWorkspace({
    workspaceId,
    site,
    name,
    language,
    owner,
    username,
    settlement,
    changeId: 'mine',
    nowMs: NOW,
  });
  expect(row).toEqual(workspace({ version: 1, timeline: [entry(alicloud(X), { changeId: 'mine' })] }));
});
