/**
 * What was really given of an object. Our decision: a member that is null, or text with nothing visible in it, was left
 * out. A form sends its empty inputs, and an empty optional one is no mistake, while an empty required one is missing.
 */
import * as z from 'zod';
import type { FaultCode } from './fault-code';

const invisible = /^[\s\p{Cf}]*$/u;

const isGiven = (member: unknown): boolean =>
  member !== undefined && member !== null && !(typeof member === 'string' && invisible.test(member));

/** Object.fromEntries defines members and assigns none, so one called `__proto__` stays a harmless member. */
const givenMembers = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => isGiven(member)));
};

/** The schema of an object, looked at after what is blank was left out. */
export const given = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(givenMembers, schema);

/** The members of an object; unknown ones are ignored, and what is no object is one fault for all of it. */
export const members = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object(shape, { error: ({ input }) => objectFault(input) });

export const objectFault = (input: unknown): FaultCode => (input === undefined ? 'required' : 'malformed');
