/** What operators read, each with the key under which it is cached; all of it begins with `operations`. */
import type { Language } from '../../../../shared/validation/language';
import { ask } from '../api';
import { asOperator } from './operator-token';

export interface OperatorQuery<Data> {
  readonly queryKey: readonly string[];
  readonly queryFn: () => Promise<Data>;
}

/** Its advice comes in the language that was asked for. */
export const consistencyQuery = (language: Language) => ({
  queryKey: ['operations', 'consistency', language],
  queryFn: async () => (await ask('GET /api/operations/consistency', asOperator())).body,
});
export type Consistency = Awaited<ReturnType<ReturnType<typeof consistencyQuery>['queryFn']>>;
export type Report = Consistency['reports'][number];
export type Finding = Consistency['findings'][number];

export const closuresQuery = {
  queryKey: ['operations', 'closures'],
  queryFn: async () => (await ask('GET /api/operations/closures', asOperator())).body.closures,
};
export type Closure = Awaited<ReturnType<typeof closuresQuery.queryFn>>[number];

export const mailsQuery = {
  queryKey: ['operations', 'mails'],
  queryFn: async () => (await ask('GET /api/operations/mails', asOperator())).body.mails,
};
export type UnsentMail = Awaited<ReturnType<typeof mailsQuery.queryFn>>[number];

export const meteringQuery = {
  queryKey: ['operations', 'metering'],
  queryFn: async () => (await ask('GET /api/operations/metering', asOperator())).body,
};
export type Metering = Awaited<ReturnType<typeof meteringQuery.queryFn>>;
export type MeteringWindow = Metering['windows'][number];

/** Its advice comes in the language that was asked for. */
export const unusableUsageQuery = (language: Language) => ({
  queryKey: ['operations', 'usage', language],
  queryFn: async () => (await ask('GET /api/operations/usage', asOperator())).body,
});
export type Unusable = Awaited<ReturnType<ReturnType<typeof unusableUsageQuery>['queryFn']>>;
export type UnusableElement = Unusable['unusable'][number];
