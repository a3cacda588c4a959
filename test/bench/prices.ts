/**
 * What the cloud asks for, as its documentation published it: settings, for prices differ by region and change. Give others in
 * `BENCH_PRICES`, as JSON with any of these members: `BENCH_PRICES='{"writePerTenThousand":0.005}' npm run bench -- cost`.
 */

/** US dollars, pay as you go. */
export interface Prices {
  /** 10,000 read capacity units of 4 KB. Tablestore, "Billing examples", high-performance instance. */
  readonly readPerTenThousand: number;
  /** The same of writes. Our assumption, for the documentation that we could read names no price: twice that of a read. */
  readonly writePerTenThousand: number;
  /** A compute unit, of the first hundred million a month. Function Compute, "Billing overview", from August 2024 on. */
  readonly computeUnit: number;
}

const published: Prices = { readPerTenThousand: 0.003, writePerTenThousand: 0.006, computeUnit: 0.00002 };

export const prices: Prices = { ...published, ...(JSON.parse(process.env.BENCH_PRICES ?? '{}') as Partial<Prices>) };

/** Compute units of one invocation, of a second of a whole vCPU, and of a second of a GB. The same page. */
const PER_INVOCATION = 75 / 10_000;
const PER_VCPU_SECOND = 1;
const PER_GB_SECOND = 0.15;

export interface Spent {
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly invocations: number;
  readonly vcpuSeconds: number;
  readonly gbSeconds: number;
}

/** In US dollars. */
export const priceOf = ({ readUnits, writeUnits, invocations, vcpuSeconds, gbSeconds }: Spent): number =>
  (readUnits * prices.readPerTenThousand + writeUnits * prices.writePerTenThousand) / 10_000 +
  (invocations * PER_INVOCATION + vcpuSeconds * PER_VCPU_SECOND + gbSeconds * PER_GB_SECOND) * prices.computeUnit;
