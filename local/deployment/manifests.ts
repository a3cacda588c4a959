/** The manifest of each function, by its name: what is deployed may do this and nothing else. */
import { touches as activateRegistration } from '../../functions/activate-registration/handler';
import { touches as billingCenter } from '../../functions/billing-center/handler';
import { touches as changeSettlement } from '../../functions/change-settlement/handler';
import { touches as checkConsistency } from '../../functions/check-consistency/handler';
import { touches as closeSubscription } from '../../functions/close-subscription/handler';
import { touches as consolePages } from '../../functions/console/handler';
import { touches as deliverMail } from '../../functions/deliver-mail/handler';
import { touches as logIn } from '../../functions/log-in/handler';
import { touches as marketplaceEvent } from '../../functions/marketplace-event/handler';
import { touches as pushMetering } from '../../functions/push-metering/handler';
import { touches as recordUsage } from '../../functions/record-usage/handler';
import { touches as settleFees } from '../../functions/settle-fees/handler';
import type { Touches } from '../../shared/ports';

export const manifests = {
  'activate-registration': activateRegistration,
  'billing-center': billingCenter,
  'change-settlement': changeSettlement,
  'check-consistency': checkConsistency,
  'close-subscription': closeSubscription,
  console: consolePages,
  'deliver-mail': deliverMail,
  'log-in': logIn,
  'marketplace-event': marketplaceEvent,
  'push-metering': pushMetering,
  'record-usage': recordUsage,
  'settle-fees': settleFees,
} as const satisfies Readonly<Record<string, Touches>>;

export type FunctionName = keyof typeof manifests;
