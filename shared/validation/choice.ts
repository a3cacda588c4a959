/**
 * A choice among the keys of a table: the table is the list of what is offered, so an entry added there is offered at once.
 */
import * as z from 'zod';
import type { FaultCode } from './fault-code';

export const choice = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  z.enum(Object.keys(table) as Key[], { error: ({ input }) => choiceFault(input) });

export const choiceFault = (input: unknown): FaultCode => {
  if (input === undefined || input === null) return 'required';
  return typeof input === 'string' ? 'not-offered' : 'malformed';
};
