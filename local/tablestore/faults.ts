/**
 * Faults put in on purpose, between the check of a request and its operation: what the real service and the network
 * before it do on a bad day, where and as often as a test wants it.
 *
 * Rules are looked at in their order, and the first one that strikes decides; a delay only adds to what follows it. A
 * rule strikes where operation and table fit, chance allows, and it has not struck its number of times. So rules with
 * `times: 1` are a script, call by call, in which 'pass' is a step too.
 *
 * A call's fate is decided when it arrives, a row's when its turn comes; chance is drawn then, once for each rule that
 * fits and has one. So the same seed, rules and sequence of calls give the same faults.
 */
import { type ErrorCode, TablestoreError } from './errors';
import type { Call, Database, OperationName, RowGuard, WireAnswer } from './operation';
import { type RowResult, rowResult } from './row-result';
import { seededRandom } from './seeded-random';

/** Answered with this code and its HTTP status. Nothing is done; with `performed` it is, whatever comes of it. */
export interface Refusal {
  readonly refuse: ErrorCode;
  readonly performed?: boolean;
}

/** The connection is reset before the call is performed, after it, or ends in the middle of the answer. */
export type Loss = 'lose-call' | 'lose-answer' | 'break-answer';

export type CallFault = 'pass' | Loss | Refusal;
export type RowFault = 'pass' | Refusal;

interface Scope {
  /** Absent: any. */
  readonly operation?: OperationName;
  /** Absent: any and none. A call of several tables fits if one of them is it. */
  readonly table?: string;
  /** How often it strikes, from 1 up. Absent: for ever. */
  readonly times?: number;
  /** From 0 (never) to 1 (always). Absent: always. */
  readonly probability?: number;
}

/** What befalls a call, or each single row of a BatchWriteRow or BatchGetRow, or how long a call is kept waiting first. */
export type FaultRule = Scope &
  ({ readonly call: CallFault } | { readonly row: RowFault } | { readonly delayMs: number });

/** A call that arrived while rules were set, and what befell it. */
export interface SeenCall {
  readonly operation: OperationName;
  /** The tables that it named, in its order. */
  readonly tables: readonly string[];
  readonly delayMs: number;
  readonly fault: CallFault;
  /** What befell each row of a batch, in its order; filled as they are performed. */
  readonly rows: readonly RowFault[];
}

export interface Faults {
  /** From now on these rules, in place of those before, and a new list of calls. Without a rule, all calls pass. */
  set(rules: readonly FaultRule[], seed?: number): void;
  /** No faults from now on, and no list. */
  clear(): void;
  /** The calls since `set`, in the order of their arrival; those refused at the door (signature, size) are not among them. */
  seen(): readonly SeenCall[];
}

type Perform = (call: Call, database: Database) => Promise<WireAnswer>;

export interface FaultInjector extends Faults {
  /** Performs the call as the rules will have it; rejects with what it is refused with. */
  around(perform: Perform): (...given: Parameters<Perform>) => Promise<WireAnswer | 'lost'>;
}

const refusal = ({ refuse }: Refusal): TablestoreError =>
  new TablestoreError(refuse, 'Refused by a fault that was put in on purpose.');

const check = ({ times, probability, ...rule }: FaultRule): void => {
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) {
    throw new RangeError(`times is ${times}: give a whole number from 1 up, or leave it out for every time.`);
  }
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability is ${probability}: give a number from 0 (never) to 1 (always).`);
  }
  if ('delayMs' in rule && !(rule.delayMs >= 0)) {
    throw new RangeError(`delayMs is ${rule.delayMs}: give a number of milliseconds from 0 up.`);
  }
};

/** The rules that are set, and what they have done so far. */
const arm = (rules: readonly FaultRule[], seed: number) => {
  rules.forEach(check);
  const random = seededRandom(seed);
  const active = rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }));

  const strikes = (at: (typeof active)[number], operation: OperationName, tables: readonly string[]): boolean => {
    const { rule, left } = at;
    if (left === 0) return false;
    if (rule.operation !== undefined && rule.operation !== operation) return false;
    if (rule.table !== undefined && !tables.includes(rule.table)) return false;
    if (rule.probability !== undefined && random() >= rule.probability) return false;
    at.left--;
    return true;
  };

  return {
    seen: [] as SeenCall[],
    fateOfCall(operation: OperationName, tables: readonly string[]): { delayMs: number; fault: CallFault } {
      let delayMs = 0;
      for (const at of active) {
        if ('row' in at.rule || !strikes(at, operation, tables)) continue;
        if ('call' in at.rule) return { delayMs, fault: at.rule.call };
        delayMs += at.rule.delayMs;
      }
      return { delayMs, fault: 'pass' };
    },
    fateOfRow(operation: OperationName, table: string): RowFault {
      for (const at of active) {
        if ('row' in at.rule && strikes(at, operation, [table])) return at.rule.row;
      }
      return 'pass';
    },
  };
};

const carryOut = async (fault: CallFault, perform: () => Promise<WireAnswer>): Promise<WireAnswer | 'lost'> => {
  switch (fault) {
    case 'pass':
      return perform();
    case 'lose-call':
      return 'lost';
    case 'lose-answer':
      await perform();
      return 'lost';
    case 'break-answer':
      return { ...(await perform()), breaksOff: true };
    default:
      if (fault.performed) await perform();
      throw refusal(fault);
  }
};

const carryOutRow = (fault: RowFault, perform: () => RowResult): RowResult => {
  if (fault === 'pass') return perform();
  if (fault.performed) perform();
  return rowResult(() => {
    throw refusal(fault);
  });
};

export const createFaults = (sleep: (ms: number) => Promise<unknown>): FaultInjector => {
  let armed: ReturnType<typeof arm> | undefined;
  return {
    set(rules, seed = 1) {
      armed = arm(rules, seed);
    },
    clear() {
      armed = undefined;
    },
    seen: () => [...(armed?.seen ?? [])],
    around: (perform) => async (call, database) => {
      if (!armed) return perform(call, database);
      const { seen, fateOfCall, fateOfRow } = armed;
      const { operation, tables } = call;
      const { delayMs, fault } = fateOfCall(operation, tables);
      const rows: RowFault[] = [];
      seen.push({ operation, tables, delayMs, fault, rows });

      const guardRow: RowGuard = (table, performRow) => {
        const rowFault = fateOfRow(operation, table);
        rows.push(rowFault);
        return carryOutRow(rowFault, performRow);
      };
      if (delayMs > 0) await sleep(delayMs);
      return carryOut(fault, () => perform(call, { ...database, guardRow }));
    },
  };
};
