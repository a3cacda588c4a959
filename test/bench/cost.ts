/**
 * What a thousand of each request and event cost: capacity units as the embedded Tablestore counts them, invocations, and
 * GB-seconds. How long an invocation lasts in the cloud cannot be measured here, so it is reckoned from what can be counted:
 * its calls of the store in a row, each of which takes what Tablestore's takes, and the hash of a password.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionName } from '../../local/deployment/manifests';
import { settledCustomer } from './fixtures';
import { type Functions, openFunctions, spiEvent, storeAt, timerEvent } from './functions';
import { startServer } from './in-process';
import { type Prices, priceOf, prices } from './prices';
import { recordedCalls } from './recording';
import { otherRequests, type Prepared, preparedRequests } from './requests';
import { type Bench, plainRow, type Row } from './row';

/** A call of the store within a region, in seconds. Our assumption: the documentation says milliseconds of one digit. */
const CALL_S = 0.005;
/** Scrypt on one vCPU, in seconds, where a password is hashed. */
const HASH_S = 0.3;
const HASHES: ReadonlySet<string> = new Set(['registration', 'log-in']);
const A_THOUSAND = 1_000;

/** As `s.yaml` gives it: GB, and vCPUs of it. */
const sizeOf = (name: FunctionName): { readonly gb: number; readonly vcpus: number } => {
  const text = readFileSync(join(process.cwd(), 's.yaml'), 'utf8');
  const [, own = ''] = new RegExp(`\\n  ${name}:\\n([\\s\\S]*?)\\n\\n`).exec(text) ?? [];
  const numberOf = (member: string) => Number((new RegExp(`${member}: ([\\d.]+)`).exec(own + text) ?? [])[1]);
  return { gb: numberOf('memorySize') / 1_024, vcpus: numberOf('cpu') };
};

interface Counted {
  readonly name: string;
  readonly functionName: FunctionName;
  readonly event: Buffer;
}

interface Cost {
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly invocations: number;
  /** How long it lasts in all. */
  readonly seconds: number;
}

/** Of one; with what it starts, which is invoked too. */
const costOf = async (functions: Functions, { name, functionName, event }: Counted): Promise<Cost> => {
  functions.invoker.invoked.length = 0;
  const rounds = await recordedCalls(() => functions.invoke(functionName, event));
  const { readUnits = 0, writeUnits = 0 } = functions.counted();
  return {
    readUnits,
    writeUnits,
    invocations: 1 + functions.invoker.invoked.length,
    seconds: rounds.length * CALL_S + (HASHES.has(name) ? HASH_S : 0),
  };
};

const rowOf = async (functions: Functions, counted: Counted, of = 1): Promise<Row> => {
  const { readUnits, writeUnits, invocations, seconds } = await costOf(functions, counted);
  const times = A_THOUSAND / of;
  const { gb, vcpus } = sizeOf(counted.functionName);
  const spent = {
    readUnits: readUnits * times,
    writeUnits: writeUnits * times,
    invocations: invocations * times,
    vcpuSeconds: vcpus * seconds * times,
    gbSeconds: gb * seconds * times,
  };
  const said = [
    `${Math.round(spent.readUnits)} units read, ${Math.round(spent.writeUnits)} written`,
    `${Number(spent.invocations.toPrecision(3))} invocations`,
    `${spent.gbSeconds.toPrecision(3)} GB-seconds`,
  ];
  return plainRow(counted.name, 'USD', priceOf(spent), undefined, said.join(', '));
};

/** Of closing and checking: so many workspaces at once, told for a thousand of them. */
const MANY = 4_000;

const closureRow = async (endpoint: string, functions: Functions): Promise<Row> => {
  const { instanceId } = await settledCustomer(storeAt(endpoint), MANY);
  await functions.invoke('marketplace-event', spiEvent('releaseInstance', { instanceId, isRefund: 'false' }));
  const event = Buffer.from(JSON.stringify({ instanceId }));
  return rowOf(functions, { name: 'workspaces of a closure', functionName: 'close-subscription', event }, MANY);
};

const checkRow = async (): Promise<Row> => {
  const server = await startServer('tablestore');
  try {
    const functions = openFunctions(server.endpoint);
    const { instanceId, accountId } = await settledCustomer(storeAt(server.endpoint), MANY);
    const sold = { orderId: '222222222222222', productCode: 'cmgj00053362', skuId: 'yuncode3621600001' };
    functions.marketplace.instances.set(instanceId, { instanceId, accountId, ...sold, status: 'OPENED' });
    const counted = { name: 'workspaces of a check', functionName: 'check-consistency', event: timerEvent() } as const;
    return await rowOf(functions, counted, MANY);
  } finally {
    await server.close();
  }
};

export const cost: Bench = {
  about: 'what a thousand of each request and event cost, from the counted calls',
  async run() {
    const server = await startServer('tablestore');
    try {
      const store = storeAt(server.endpoint);
      const functions = openFunctions(server.endpoint);
      const rows: Row[] = [];
      const counted = async ({ name, functionName, begin }: Prepared) =>
        rows.push(await rowOf(functions, { name, functionName, event: await begin() }));
      const requests = await preparedRequests(store);
      const idle = {
        name: 'a timer with nothing to do',
        functionName: 'close-subscription',
        event: timerEvent(),
      } as const;
      rows.push(await rowOf(functions, idle));
      for (const prepared of requests) await counted(prepared);
      for (const prepared of await otherRequests(store)) await counted(prepared);
      rows.push(await closureRow(server.endpoint, functions));
      rows.push(await checkRow());
      const used: Prices = prices;
      const [first, ...others] = rows;
      if (!first) return rows;
      const note = `${first.note ?? ''}; prices ${JSON.stringify(used)}`;
      return [{ ...first, note }, ...others];
    } finally {
      await server.close();
    }
  },
};
