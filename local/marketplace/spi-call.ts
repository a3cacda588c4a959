/**
 * One signed call of the seller's SPI, and whether its answer counts (Alibaba Cloud Marketplace, "SaaS SPI"): HTTP GET,
 * everything in the query, answered with 200 and JSON. `createInstance` is accepted with an `instanceId` other than "0",
 * which means "not ready, call again"; all others with `success`, which the documents show as text and type as Boolean.
 * A message carries an id besides, the same in each attempt, by which the seller knows it again.
 */
import * as z from 'zod';
import { isMessage } from './channel';
import type { Acceptance, Notification } from './instance';
import { signedAddress } from './signed-address';

/** What the seller accepted with. Every other end of the call (a refusal, a timeout, no connection) is `undefined`. */
export type CallSpi = (notification: Notification, signal: AbortSignal) => Promise<Acceptance | undefined>;

/** The real caller's patience is not documented; similar marketplaces wait 5 to 10 seconds. */
const TIMEOUT_MS = 10_000;

/** An address that cannot be used leaves the instance accepted all the same: only its buyer cannot log in by it. */
const address = z.url({ protocol: /^https?$/ });
const opened = z.object({
  instanceId: z.string().refine((instanceId) => !['', '0'].includes(instanceId)),
  appInfo: z.object({ authUrl: address.optional() }).catch({}),
});
const done = z.object({ success: z.literal(['true', true]) });

export const createSpiCaller =
  (options: { spiUrl: string; sellerKey: string }): CallSpi =>
  async ({ id, action, parameters }, signal) => {
    const call = { action, ...parameters, ...(isMessage(action) && { requestId: id }) };
    const url = signedAddress(options.spiUrl, call, options.sellerKey);
    try {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const response = await fetch(url, { redirect: 'manual', signal: patience });
      const answer: unknown = await response.json();
      return response.status === 200 ? acceptance(action, answer) : undefined;
    } catch {
      return undefined;
    }
  };

const acceptance = (action: string, answer: unknown): Acceptance | undefined => {
  if (action !== 'createInstance') return done.safeParse(answer).success ? {} : undefined;
  const { data } = opened.safeParse(answer);
  if (!data) return undefined;
  const { authUrl } = data.appInfo;
  return authUrl === undefined ? {} : { authUrl };
};
