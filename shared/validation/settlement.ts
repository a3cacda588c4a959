/**
 * How a workspace pays. Each method is one entry of the table: its name and what a customer says to choose it, with
 * schemas of its own for its IDs. A further cloud is a further entry; nothing else here names a method.
 */
import * as z from 'zod';
import { accountId } from './account-id';
import { choice, choiceFault } from './choice';
import type { FaultCode } from './fault-code';
import { given, members, objectFault } from './given';
import { instanceId } from './instance-id';
import { lengthFlaw, rule, text } from './text';

/**
 * What the marketplace's log-in without a password put into the registration page's address. Only its signer can judge
 * it, so it is any text here. Our decision: at most 1,024 characters.
 */
export const proof = text().check(rule((signed) => lengthFlaw(signed, { maximum: 1024 })));

export const settlementMethods = {
  'billing-center': {
    name: { zh: '费用中心账号结算', en: 'Billing Center account settlement' },
    members: members({ method: z.literal('billing-center') }),
  },
  alicloud: {
    name: { zh: '阿里云账号结算', en: 'AliCloud account settlement' },
    members: members({ method: z.literal('alicloud'), accountId, instanceId, proof: proof.exactOptional() }),
  },
} as const;

export const settlementMethod = choice(settlementMethods);
export type SettlementMethod = z.output<typeof settlementMethod>;

type Members = (typeof settlementMethods)[SettlementMethod]['members'];
/** zod asks for a list that is not empty; Object.values cannot know that the table is not. */
const choices = Object.values(settlementMethods).map((method) => method.members) as [Members, ...Members[]];

const settlementFault = (issue: z.core.$ZodRawIssue): FaultCode => {
  if (issue.code !== 'invalid_union') return objectFault(issue.input);
  return choiceFault((issue.input as { method?: unknown }).method);
};

export const settlement = given(z.discriminatedUnion('method', choices, { error: settlementFault }));
export type Settlement = z.output<typeof settlement>;
