/** The marketplace of the tests keeps the promises of metering. */
import type { MeteringOutcome } from '../../shared/ports';
import { meteringContract } from '../contracts/metering';
import { fakeMarketplace } from './ports';

const outcomes = {
  throttled: { kind: 'throttled', code: 'Service.Flow.Control' },
  refused: { kind: 'refused', code: 'Permission.Denied' },
  unknown: { kind: 'unknown', why: 'lost' },
} as const satisfies Record<string, MeteringOutcome>;

meteringContract(async () => {
  const marketplace = fakeMarketplace();
  return {
    marketplace,
    instanceIds: ['33884913', '33884914'],
    startMs: 0,
    endMs: 3_600_000,
    billed: async () => marketplace.billed.map(({ instanceId, units }) => [instanceId, units] as const),
    async next(kind) {
      const taken = kind === 'unknown, taken';
      let used = false;
      marketplace.metering = () => {
        if (used) return undefined;
        used = true;
        return { outcome: outcomes[taken ? 'unknown' : kind], taken };
      };
    },
    wait: async () => {},
    close: async () => {},
  };
});
