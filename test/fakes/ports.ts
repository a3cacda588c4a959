/** The other ports in memory: each does what it promises, and remembers what it was asked. */
import { createHash } from 'node:crypto';
import {
  type Clock,
  type FailedNotification,
  type Hasher,
  type Invoker,
  type Mailer,
  type Marketplace,
  type MarketplaceInstance,
  type MeteringEntry,
  type MeteringOutcome,
  type OutgoingMail,
  type Random,
  Unavailable,
} from '../../shared/ports';

/** A clock that stands still until it is moved. Sleeping moves it: nothing waits. */
export const fakeClock = (startMs = Date.parse('2026-01-01T00:00:00.000Z')): Clock & { advance(ms: number): void } => {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
    },
    advance(ms) {
      nowMs += ms;
    },
  };
};

/** The same ids in the same order for the same seed: whatever a test finds, it finds again. */
export const fakeRandom = (seed = ''): Random => {
  let given = 0;
  return {
    id: () => createHash('sha256').update(`${seed} ${++given}`).digest('hex').slice(0, 32),
    fraction: () => 0.5,
  };
};

/** No hash at all, but it counts: log-in must cost the same for everybody. */
export const fakeHasher = (): Hasher & { computations: number } => ({
  computations: 0,
  async hash(password) {
    this.computations++;
    return `hash of ${password}`;
  },
  async verify(password, hash) {
    this.computations++;
    return hash === `hash of ${password}`;
  },
});

export interface FakeMarketplace extends Marketplace {
  instances: Map<string, MarketplaceInstance>;
  /** What it gave up to deliver, and nobody has confirmed. */
  failed: FailedNotification[];
  down: boolean;
  /** How often it was called. */
  calls: number;
  /** What it took to bill, in this order. A repeat is billed again. */
  billed: MeteringEntry[];
  /** The requests of metering, as they came. */
  pushed: (readonly MeteringEntry[])[];
  /** Instead of taking a request: what to answer; `taken` where it is taken all the same. Undefined: it is taken. */
  metering: (entries: readonly MeteringEntry[]) => { outcome: MeteringOutcome; taken?: boolean } | undefined;
}

export const fakeMarketplace = (): FakeMarketplace => {
  const called = () => {
    marketplace.calls++;
    if (marketplace.down) throw new Unavailable('The marketplace is down.');
  };
  const marketplace: FakeMarketplace = {
    instances: new Map(),
    failed: [],
    down: false,
    calls: 0,
    billed: [],
    pushed: [],
    metering: () => undefined,
    async instance(instanceId) {
      called();
      return marketplace.instances.get(instanceId);
    },
    async failedNotifications(page, pageSize) {
      called();
      const notifications = marketplace.failed.slice((page - 1) * pageSize, page * pageSize);
      return { notifications, total: marketplace.failed.length };
    },
    async confirmNotification(notificationId) {
      called();
      marketplace.failed = marketplace.failed.filter((one) => one.notificationId !== notificationId);
    },
    async pushMetering(entries) {
      marketplace.calls++;
      marketplace.pushed.push(entries);
      if (marketplace.down) return { kind: 'unknown', why: 'The marketplace is down.' };
      const fault = marketplace.metering(entries);
      if (!fault || fault.taken) marketplace.billed.push(...entries);
      return fault?.outcome ?? { kind: 'accepted' };
    },
  };
  return marketplace;
};

/** `fault` is thrown instead of taking the mail, or, with `afterTaking`, after it was taken. */
export const fakeMailer = (): Mailer & { sent: OutgoingMail[]; fault?: Error | undefined; afterTaking: boolean } => ({
  sent: [],
  afterTaking: false,
  async send(mail) {
    if (!this.fault || this.afterTaking) this.sent.push(mail);
    if (this.fault) throw this.fault;
  },
});

export const fakeInvoker = (): Invoker & { invoked: { functionName: string; payload: unknown }[]; down: boolean } => ({
  invoked: [],
  down: false,
  async invoke(functionName, payload) {
    if (this.down) throw new Unavailable('Function Compute is down.');
    this.invoked.push({ functionName, payload });
  },
});
