/** `GET /api/workspaces`: pages, filters, and what they cost. */
import type { Timeline, Workspace } from '../../../shared/domain/workspace';
import type { AccountId } from '../../../shared/validation/account-id';
import type { InstanceId } from '../../../shared/validation/instance-id';
import type { Settlement } from '../../../shared/validation/settlement';
import type { Site } from '../../../shared/validation/site';
import type { WorkspaceId, WorkspaceName } from '../../../shared/validation/workspace';
import { createFaultyWorld, type FaultyWorld, roundsOf } from '../../fakes/faults';
import { ACCOUNT_ID, billingCenterSettlement, INSTANCE_ID, logInAs, register } from '../../fakes/world';
import { OTHER_INSTANCE_ID, refusal } from '../steps';

type Query = Readonly<Record<string, string>>;

const idOf = (nth: number) => `wksp_${String(nth).padStart(32, '0')}` as WorkspaceId;

interface Kind {
  readonly name?: string;
  readonly site?: Site;
  /** The instances that settle it, in turn; null is the Billing Center account. */
  readonly paidBy?: readonly [string | null, ...(string | null)[]];
  readonly closureOf?: string;
}

const timelineOf = ({ paidBy = [null], closureOf }: Kind): Timeline => {
  const entries = paidBy.map((instanceId, at) => {
    const settlement: Settlement =
      instanceId === null
        ? { method: 'billing-center' }
        : { method: 'alicloud', accountId: ACCOUNT_ID as AccountId, instanceId: instanceId as InstanceId };
    return { settlement, fromMs: at, cause: 'change', by: 'owner', changeId: `c${at}` } as const;
  });
  const closure = {
    settlement: { method: 'billing-center' },
    fromMs: 9,
    cause: 'closure',
    by: 'marketplace',
    changeId: 'x',
  } as const;
  return [...entries, ...(closureOf ? [{ ...closure, closureOf }] : [])] as unknown as Timeline;
};

/** An account with these workspaces, in the order of their creation, and none of a registration’s own. */
const listOf = async (kinds: readonly (Kind | 'idle' | 'void')[]) => {
  const world = createFaultyWorld();
  const { workspace } = (await register(world, { settlement: billingCenterSettlement })).body;
  const token = await logInAs(world);
  const row = (await world.store.get('workspaces', { workspaceId: workspace.workspaceId })) as Workspace;
  await world.store.write({ table: 'workspacesByOwner', remove: { owner: row.owner, workspaceId: row.workspaceId } });
  for (const [nth, kind] of kinds.entries()) {
    const workspaceId = idOf(nth);
    await world.store.write({ table: 'workspacesByOwner', put: { owner: row.owner, workspaceId } });
    if (kind === 'idle') continue;
    const { name = `Workspace ${nth}`, site = 'cn1' } = kind === 'void' ? {} : kind;
    const made: Workspace = {
      ...row,
      workspaceId,
      site,
      name: name as WorkspaceName,
      timeline: timelineOf(kind === 'void' ? {} : kind),
    };
    await world.store.write({
      table: 'workspaces',
      insert: kind === 'void' ? { kind, workspaceId, version: 1 } : made,
    });
  }
  return { world, token };
};

const list = async (world: FaultyWorld, token: string, query: Query = {}) =>
  world.ask('GET', '/api/workspaces', { token, query });

/** All pages, one after the other: the ids on each. */
const pages = async (world: FaultyWorld, token: string, query: Query = {}): Promise<string[][]> => {
  const read: string[][] = [];
  let cursor: string | undefined;
  do {
    const { body } = await list(world, token, { ...query, ...(cursor && { cursor }) });
    read.push(body.workspaces.map(({ workspaceId }: Workspace) => workspaceId));
    cursor = body.nextCursor;
  } while (cursor);
  return read;
};
const many = (count: number): Kind[] => Array.from({ length: count }, () => ({}));
const ids = (count: number) => Array.from({ length: count }, (_, nth) => idOf(nth));

describe('pages', () => {
  it('hold the workspaces in the contract’s shape, in the order of their creation', async () => {
    const { world, token } = await listOf([{ name: 'A' }, { name: 'B', site: 'eu1', paidBy: [null, INSTANCE_ID] }]);
    expect((await list(world, token)).body).toEqual({
      workspaces: [
        {
          site: 'cn1',
          workspaceId: idOf(0),
          name: 'A',
          language: 'zh',
          settlement: { method: 'billing-center', since: '1970-01-01T00:00:00.000Z' },
          createdAt: '2026-01-01T00:00:00.000Z',
        },
        {
          site: 'eu1',
          workspaceId: idOf(1),
          name: 'B',
          language: 'zh',
          settlement: {
            method: 'alicloud',
            accountId: ACCOUNT_ID,
            instanceId: INSTANCE_ID,
            since: '1970-01-01T00:00:00.001Z',
          },
          createdAt: '2026-01-01T00:00:00.000Z',
        },
      ],
    });
  });

  // biome-ignore format: one case a line
  it.each<[number, Query, number[]]>([
    // workspaces   query             on each page
    [0,             {},               [0]],
    [1,             {},               [1]],
    [50,            {},               [50]],
    [51,            {},               [50, 1]],
    [3,             { limit: '1' },   [1, 1, 1]],
    [4,             { limit: '2' },   [2, 2]],
    [5,             { limit: '2' },   [2, 2, 1]],
    [201,           { limit: '200' }, [200, 1]],
    [500,           { limit: '33' },  [...Array(15).fill(33), 5]],
    [500,           { limit: '200' }, [200, 200, 100]],
  ])('%i workspaces with %j: %j, each workspace once', async (count, query, sizes) => {
    const { world, token } = await listOf(many(count));
    const read = await pages(world, token, query);
    expect(read.map(({ length }) => length)).toEqual(sizes);
    expect(read.flat()).toEqual(ids(count));
  });

  it('pass over entries whose workspace never came to be', async () => {
    const { world, token } = await listOf(['idle', {}, 'void', 'idle', {}, {}, 'idle']);
    expect(await pages(world, token, { limit: '2' })).toEqual([[idOf(1), idOf(4)], [idOf(5)]]);
  });

  it('pass over a workspace that another account has', async () => {
    const { world, token } = await listOf([{}, {}]);
    const row = (await world.store.get('workspaces', { workspaceId: idOf(0) })) as Workspace;
    await world.store.write({ table: 'workspaces', put: { ...row, owner: 'acct_other' } });
    expect((await pages(world, token)).flat()).toEqual([idOf(1)]);
  });

  it('are as full as the filter allows, though what fits lies far apart', async () => {
    const { world, token } = await listOf(many(500).map((kind, nth) => (nth % 5 === 0 ? { site: 'eu1' } : kind)));
    const read = await pages(world, token, { site: 'eu1', limit: '33' });
    expect(read.map(({ length }) => length)).toEqual([33, 33, 33, 1]);
    expect(read.flat()).toEqual(ids(500).filter((_, nth) => nth % 5 === 0));
  });

  it('go on behind the last one that was seen, though workspaces come and none goes', async () => {
    const { world, token } = await listOf(many(4));
    const { body } = await list(world, token, { limit: '2' });
    await world.ask('POST', '/api/registrations/workspaces', {
      token,
      json: { site: 'eu1', workspace: { name: 'New', language: 'en' }, settlement: billingCenterSettlement },
    });
    const rest = (await list(world, token, { cursor: body.nextCursor })).body.workspaces;
    expect(rest.map(({ name }: Workspace) => name)).toEqual(['Workspace 2', 'Workspace 3', 'New']);
  });

  it('have a cursor that nobody takes for an ID', async () => {
    const { world, token } = await listOf(many(2));
    const { nextCursor } = (await list(world, token, { limit: '1' })).body;
    expect(nextCursor).toMatch(/^[\w-]+$/);
    expect(nextCursor).not.toContain('wksp');
  });
});

describe('filters', () => {
  // biome-ignore format: one workspace a line
  const kinds: Kind[] = [
    /* 0 */ { name: 'Acme production', site: 'cn1', paidBy: [INSTANCE_ID] },
    /* 1 */ { name: 'Acme test',       site: 'eu1', paidBy: [null] },
    /* 2 */ { name: 'acmeville',       site: 'cn1', paidBy: [INSTANCE_ID], closureOf: INSTANCE_ID },
    /* 3 */ { name: '云 production',    site: 'cn1', paidBy: [OTHER_INSTANCE_ID] },
    /* 4 */ { name: 'Beta',            site: 'eu1', paidBy: [INSTANCE_ID, null] },
    /* 5 */ { name: 'Beta test',       site: 'cn1', paidBy: [null, OTHER_INSTANCE_ID], closureOf: OTHER_INSTANCE_ID },
    /* 6 */ { name: 'Ａcme Ａ',          site: 'cn1', paidBy: [null, INSTANCE_ID] },
  ];

  // biome-ignore format: one case a line
  it.each<[Query, number[]]>([
    // query                                                   workspaces
    [{},                                                       [0, 1, 2, 3, 4, 5, 6]],
    [{ site: 'cn1' },                                          [0, 2, 3, 5, 6]],
    [{ site: 'eu1' },                                          [1, 4]],
    [{ site: 'za1' },                                          []],
    [{ method: 'alicloud' },                                   [0, 3, 6]],
    [{ method: 'billing-center' },                             [1, 2, 4, 5]],
    [{ instanceId: INSTANCE_ID },                              [0, 6]],
    [{ instanceId: OTHER_INSTANCE_ID },                        [3]],
    [{ instanceId: '33889999' },                               []],
    [{ closedBy: INSTANCE_ID },                                [2]],
    [{ closedBy: OTHER_INSTANCE_ID },                          [5]],
    [{ q: 'Acme' },                                            [0, 1, 2]],
    [{ q: 'acme ' },                                           [0, 1]],
    [{ q: 'ACME P' },                                          [0]],
    [{ q: 'production' },                                      []],
    [{ q: '云' },                                              [3]],
    [{ q: '' },                                                [0, 1, 2, 3, 4, 5, 6]],
    [{ unknown: 'x' },                                         [0, 1, 2, 3, 4, 5, 6]],
    [{ site: 'cn1', method: 'alicloud' },                      [0, 3, 6]],
    [{ site: 'cn1', method: 'billing-center' },                [2, 5]],
    [{ site: 'cn1', instanceId: INSTANCE_ID },                 [0, 6]],
    [{ site: 'eu1', closedBy: INSTANCE_ID },                   []],
    [{ method: 'alicloud', closedBy: INSTANCE_ID },            []],
    [{ q: 'acme', method: 'billing-center' },                  [1, 2]],
    [{ q: 'beta', site: 'cn1', method: 'billing-center', closedBy: OTHER_INSTANCE_ID }, [5]],
    [{ instanceId: INSTANCE_ID, method: 'billing-center' },    []],
  ])('%j: %j, on one page and on pages of one', async (query, found) => {
    const { world, token } = await listOf(kinds);
    const wanted = found.map(idOf);
    expect((await pages(world, token, query)).flat()).toEqual(wanted);
    expect((await pages(world, token, { ...query, limit: '1' })).flat()).toEqual(wanted);
    expect((await pages(world, token, { ...query, limit: '2' })).flat()).toEqual(wanted);
  });

  // biome-ignore format: one case a line
  it.each<[Query, [string, string][]]>([
    // query                          errors
    [{ limit: '0' },                  [['/limit', 'malformed']]],
    [{ limit: '201' },                [['/limit', 'malformed']]],
    [{ limit: '-1' },                 [['/limit', 'malformed']]],
    [{ limit: '1.5' },                [['/limit', 'malformed']]],
    [{ limit: '1e2' },                [['/limit', 'malformed']]],
    [{ limit: '10,20' },              [['/limit', 'malformed']]],
    [{ site: 'mars' },                [['/site', 'not-offered']]],
    [{ site: 'cn1,cn2' },             [['/site', 'not-offered']]],
    [{ site: 'constructor' },         [['/site', 'not-offered']]],
    [{ method: 'aws' },               [['/method', 'not-offered']]],
    [{ instanceId: 'cmgj00053362' },  [['/instanceId', 'instance-id-is-product-code']]],
    [{ closedBy: '222222222222222' }, [['/closedBy', 'instance-id-is-order-id']]],
    [{ q: 'a'.repeat(257) },          [['/q', 'too-long']]],
    [{ cursor: 'x' },                 [['/cursor', 'malformed']]],
    [{ cursor: idOf(1) },             [['/cursor', 'malformed']]],
    [{ cursor: 'a b' },               [['/cursor', 'malformed']]],
    [{ limit: '0', site: 'mars', q: 'a'.repeat(257) }, [['/limit', 'malformed'], ['/site', 'not-offered'], ['/q', 'too-long']]],
  ])('%j is refused: %j', async (query, errors) => {
    const { world, token } = await listOf([]);
    const answer = await list(world, token, query);
    expect(answer).toMatchObject(refusal('invalid-request'));
    expect(answer.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual(errors);
  });
});

describe('the cost, in calls of the store in a row', () => {
  /** Consecutive rows of one scan are one call. */
  const costOf = async (world: FaultyWorld, token: string, query: Query): Promise<number> => {
    const { scan, getMany } = { ...world.store.calls };
    await list(world, token, query);
    return world.store.calls.scan - scan + world.store.calls.getMany - getMany;
  };

  it('of a page of fifty: two, whatever there is behind it', async () => {
    const { world, token } = await listOf(many(120));
    expect(await costOf(world, token, {})).toBe(2);
    const rounds = await roundsOf(world, () => list(world, token));
    expect(rounds[0]).toContain('read sessions');
    expect(rounds.filter((round) => round.includes('read workspaces'))).toHaveLength(1);
  });

  // biome-ignore format: one case a line
  it.each<[Query, number]>([
    // of 500 workspaces none fits                  at most
    [{ site: 'za1' },                               6],
    [{ site: 'za1', limit: '200' },                 6],
    [{ site: 'za1', limit: '1' },                   6],
  ])('of a filter that fits nothing, %j: %i', async (query, most) => {
    const { world, token } = await listOf(many(500));
    expect(await costOf(world, token, query)).toBeLessThanOrEqual(most);
  });

  it('of one request is bounded: it looks at about 2,000, then gives a cursor to go on with', async () => {
    const { world, token } = await listOf(many(2_500));
    const { body } = await list(world, token, { site: 'za1' });
    expect(body.workspaces).toEqual([]);
    const rest = (await list(world, token, { cursor: body.nextCursor, limit: '200' })).body.workspaces;
    expect(rest[0].workspaceId).toBe(idOf(2_000));
    expect(await pages(world, token, { site: 'za1' })).toEqual([[], []]);
  });
});
