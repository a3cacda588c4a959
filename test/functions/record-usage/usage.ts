/** Usage as the platform sends it, and what has become of it: steps of the tests beside this file. */
import type { UsageDay } from '../../../shared/domain/fees/usage';
import type { Rows, Table } from '../../../shared/ports';
import type { WorkspaceId } from '../../../shared/validation/workspace';
import { createFaultyWorld, type FaultyWorld } from '../../fakes/faults';
import { rowsOf } from '../../fakes/rows';
import { alicloud, buy, register, type World, type WorldOptions } from '../../fakes/world';

/** In Beijing it is the second of January, half past nine in the evening. */
export const NOW = '2026-01-02T13:30:00.000Z';
export const DAY = '2026-01-02';

export interface Site {
  readonly world: FaultyWorld;
  readonly workspaceId: WorkspaceId;
  /** An event of the workspace's logs in an hour of the day, and whatever is told to be otherwise. */
  event(changes?: EventChanges): Record<string, unknown>;
  send(...elements: unknown[]): Promise<unknown>;
}

export interface EventChanges {
  readonly id?: string;
  /** Of the event. */
  readonly time?: string;
  readonly type?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const HOUR = '2026-01-02T12:00:00Z';

/** A workspace that an instance has settled since the first of January, eight in the morning. */
export const settled = async (options: Omit<WorldOptions, 'interfere' | 'schedule'> = {}): Promise<Site> => {
  const world = createFaultyWorld(options);
  await buy(world);
  const { workspaceId } = (await register(world, { settlement: alicloud() })).body.workspace;
  world.clock.advance(Date.parse(NOW) - world.clock.nowMs());
  return siteOf(world, workspaceId);
};

export const siteOf = (world: FaultyWorld, workspaceId: WorkspaceId): Site => ({
  world,
  workspaceId,
  event: ({ data, ...changes } = {}) => ({
    specversion: '1.0',
    id: 'event-1',
    source: 'platform.cn1',
    type: 'workspace:Usage:recorded',
    time: '2026-01-02T13:05:00.000Z',
    datacontenttype: 'application/json',
    ...changes,
    data: { site: 'cn1', workspaceId, item: 'logs', retention: 7, hour: HOUR, quantity: '1000', ...data },
  }),
  send: (...elements) => world.invoke('record-usage', elements),
});

export const dayRow = ({ world, workspaceId }: Site, day = DAY): Promise<UsageDay | undefined> =>
  world.store.get('usageDays', { workspaceId, day });

/** Short: `logs/7 12:00 1000` for each hour, in UTC. */
export const hoursOf = async (site: Site, day = DAY): Promise<string[]> =>
  ((await dayRow(site, day))?.hours ?? [])
    .map(({ item, retention, hourMs, quantity }) => {
      const line = retention === undefined ? item : `${item}/${retention}`;
      return `${line} ${new Date(hourMs).toISOString().slice(11, 16)} ${quantity}`;
    })
    .sort();

/** What is put so that the usage is found, without when. */
export const findable = ({ world }: Pick<Site, 'world'>): string[] => {
  const rows = rowsOf(world.store);
  const all = <T extends Table>(table: T) => (rows[table] ?? []) as readonly object[] as readonly Rows[T][];
  return [
    ...all('usageTodos').map(({ shard, workspaceId }) => `todo ${shard.slice(0, 10)} ${isIn(shard, workspaceId)}`),
    ...all('adjustmentsDue').map(({ day, version }) => `due ${day} v${version}`),
    ...all('meteredWorkspaces').map(({ instanceDay }) => `metered ${instanceDay}`),
  ];
};

const isIn = (shard: string, workspaceId: string): string =>
  shard.slice(11) === workspaceId.charAt(5) ? 'in place' : `misplaced in ${shard}`;

/** As the settlement does it before it rates. */
export const seal = async (site: Site, day = DAY): Promise<void> => {
  const row = await dayRow(site, day);
  const { store, clock } = site.world;
  const sealedAtMs = clock.nowMs();
  if (row)
    await store.write({
      table: 'usageDays',
      replace: { ...row, version: row.version + 1, sealedAtMs },
      of: row.version,
    });
  else {
    const empty = { workspaceId: site.workspaceId, day, version: 1, site: 'cn1', hours: [], sealedAtMs } as const;
    await store.write({ table: 'usageDays', insert: empty });
  }
};

export const unusable = async ({ world }: Pick<Site, 'world'>): Promise<string[]> =>
  (await world.store.scan('unusableUsage', {}, { limit: 1_000 })).rows
    .map(({ reason, seen }) => `${reason} ×${seen}`)
    .sort();

export const metrics = ({ lines }: Pick<World, 'lines'>): unknown[] =>
  lines
    .map((line) => JSON.parse(line))
    .filter(({ metric }) => metric === 'usage')
    .map(({ taken, late, unchanged, unusable: kept, left }) => ({ taken, late, unchanged, unusable: kept, left }));
