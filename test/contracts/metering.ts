/** What `Marketplace.pushMetering` promises, for every implementation: one billing for each request that it accepted. */
import type { Marketplace, MeteringEntry, MeteringOutcome } from '../../shared/ports';

export interface MeteringHarness {
  readonly marketplace: Marketplace;
  /** Two instances of one product, and a usage of theirs that may be told now. */
  readonly instanceIds: readonly [string, string];
  readonly startMs: number;
  readonly endMs: number;
  /** What is on the marketplace's bill: instance and units. */
  billed(): Promise<readonly (readonly [string, number])[]>;
  /** The next request is answered so; `taken`: and is on the bill all the same. */
  next(kind: 'throttled' | 'refused' | 'unknown' | 'unknown, taken'): Promise<void>;
  /** Until the marketplace takes another request of the same instances. */
  wait(): Promise<void>;
  close(): Promise<void>;
}

export const meteringContract = (start: () => Promise<MeteringHarness>): void => {
  let harness: MeteringHarness;
  beforeEach(async () => {
    harness = await start();
  });
  afterEach(() => harness.close());

  const entries = (units: number): readonly MeteringEntry[] =>
    harness.instanceIds.map((instanceId) => ({
      instanceId,
      startMs: harness.startMs,
      endMs: harness.endMs,
      key: 'Unit',
      units,
    }));
  const bill = (...units: readonly number[]) =>
    units.flatMap((each) => harness.instanceIds.map((instanceId) => [instanceId, each]));

  it('accepted: all entries are on the bill', async () => {
    expect(await harness.marketplace.pushMetering(entries(7))).toEqual({ kind: 'accepted' });
    expect(await harness.billed()).toEqual(bill(7));
  });

  it('a repeat is billed twice', async () => {
    await harness.marketplace.pushMetering(entries(7));
    await harness.wait();
    await harness.marketplace.pushMetering(entries(7));
    expect([...(await harness.billed())].sort()).toEqual([...bill(7, 7)].sort());
  });

  // biome-ignore format: one case a line
  it.each([
    ['throttled',       { kind: 'throttled', code: 'Service.Flow.Control' },  false],
    ['refused',         { kind: 'refused',   code: 'Permission.Denied' },     false],
    ['unknown',         { kind: 'unknown',   why: expect.any(String) },       false],
    ['unknown, taken',  { kind: 'unknown',   why: expect.any(String) },       true],
  ] as const)('%s: answered, never thrown, and the next one is taken', async (kind, outcome, taken) => {
    await harness.next(kind);
    expect(await harness.marketplace.pushMetering(entries(7))).toEqual(outcome satisfies MeteringOutcome);
    expect(await harness.billed()).toEqual(taken ? bill(7) : []);
    await harness.wait();
    expect(await harness.marketplace.pushMetering(entries(1))).toEqual({ kind: 'accepted' });
  });
};
