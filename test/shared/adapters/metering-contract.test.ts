/** Over the wire, against the marketplace of this machine: the same promises. */
import { localCredentials } from '../../../local/credentials';
import type { BillLine } from '../../../local/marketplace/push-metering-data';
import { marketplaceOf } from '../../../shared/adapters/marketplace';
import { meteringContract } from '../../contracts/metering';
import { accountId, instances, startMarket } from '../../local/marketplace/marketplace';

const HOUR_MS = 3_600_000;
const faults = {
  throttled: { throttle: 1 },
  refused: { refuse: { code: 'Permission.Denied', times: 1 } },
  unknown: { drop: 1 },
  'unknown, taken': { acceptThenDrop: 1 },
} as const;

meteringContract(async () => {
  const market = await startMarket();
  for (const _ of ['one', 'two']) await market.post(instances, { accountId });
  const endMs = Math.ceil(market.clock.nowMs() / HOUR_MS) * HOUR_MS;
  await market.clock.advance(endMs - market.clock.nowMs());
  return {
    marketplace: marketplaceOf(market.endpoint(), localCredentials, undefined),
    instanceIds: ['33884913', '33884914'],
    startMs: endMs - HOUR_MS,
    endMs,
    async billed() {
      const { usages } = (await (await market.get('/local/marketplace/bill')).json()) as { usages: BillLine[] };
      return usages.map(({ instanceId, value }) => [instanceId, Number(value)] as const);
    },
    async next(kind) {
      await market.post('/local/marketplace/faults', { metering: faults[kind] });
    },
    wait: () => market.clock.advance(60_000),
    close: () => market.stop(),
  };
});
