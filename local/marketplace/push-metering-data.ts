/**
 * `PushMeteringData` of the marketplace's OpenAPI: the seller tells what an instance used, and the marketplace bills it. What
 * it takes is kept in its bill, which a local control shows; what may be wrong with it is told by the faults' control.
 */
import type { LocalClock } from '../clock';
import type { Control } from '../controls';
import type { OpenApiFault } from '../openapi/fault';
import type { RpcOperation } from '../openapi/rpc';
import { noSuchInstance } from './controls';
import type { Bill, Ledger } from './ledger';
import type { FaultyMetering } from './metering-faults';
import { type BilledUsage, decideMetering, flowControl, type MeteringRules, readMetering } from './metering-rules';
import { missing } from './open-api-faults';

export const meteringOperations = (options: {
  ledger: Ledger & Bill;
  clock: LocalClock;
  rules: MeteringRules;
  faults: FaultyMetering;
}): Readonly<Record<string, RpcOperation>> => {
  const { ledger, clock, rules, faults } = options;
  const lastRequestMs = new Map<string, number>();

  return {
    async PushMeteringData({ Metering }) {
      const fault = faults.next();
      if (fault?.kind === 'down') return { fault: unavailable };
      if (fault?.kind === 'drop') return { drop: true };
      if (fault?.kind === 'throttle') return flowControl;
      if (fault?.kind === 'refuse') {
        return { fault: { status: 500, code: fault.code, message: 'The request is refused, as it was asked to be.' } };
      }
      if (!Metering) return missing('Metering');
      const read = readMetering(Metering);
      if ('fault' in read) return read;
      const nowMs = clock.nowMs();
      const decided = decideMetering(read.entries, rules, {
        nowMs,
        find: (instanceId) => ledger.find(instanceId),
        lastRequestMs: (instanceId) => lastRequestMs.get(instanceId) ?? ledger.billed(instanceId).at(-1)?.acceptedAtMs,
      });
      for (const { InstanceId } of read.entries) lastRequestMs.set(InstanceId, nowMs);
      if ('fault' in decided) return decided;
      await ledger.bill(decided.usages);
      if (fault?.kind === 'acceptThen500') return { fault: broken };
      if (fault?.kind === 'acceptThenDrop') return { drop: true };
      return { answer: { Success: true } };
    },
  };
};

const unavailable: OpenApiFault = {
  status: 503,
  code: 'ServiceUnavailable',
  message: 'The request has failed due to a temporary failure of the server.',
};
const broken: OpenApiFault = {
  status: 500,
  code: 'InternalError',
  message: 'The request processing has failed due to some unknown error.',
};

/** What the control tells of a usage: times in RFC 3339. */
export interface BillLine {
  readonly instanceId: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly key: string;
  readonly value: string;
  readonly acceptedAt: string;
  readonly billed: boolean;
}

/** The marketplace's bill of an instance, or of all that were sold: every usage that it took, in the order in which it did. */
export const billControl = (ledger: Ledger & Bill): Control => ({
  method: 'GET',
  path: '/local/marketplace/bill',
  async answer({ query }) {
    const instanceId = query?.instanceId;
    if (instanceId !== undefined && !ledger.find(instanceId)) return noSuchInstance;
    const instanceIds = instanceId === undefined ? ledger.list().map((sold) => sold.instanceId) : [instanceId];
    return { status: 200, body: { usages: instanceIds.flatMap((id) => ledger.billed(id)).map(lineOf) } };
  },
});

const lineOf = ({ startMs, endMs, acceptedAtMs, ...rest }: BilledUsage): BillLine => ({
  instanceId: rest.instanceId,
  startTime: new Date(startMs).toISOString(),
  endTime: new Date(endMs).toISOString(),
  key: rest.key,
  value: rest.value,
  acceptedAt: new Date(acceptedAtMs).toISOString(),
  billed: rest.billed,
});
