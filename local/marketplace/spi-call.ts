/**
 * One signed call of the seller's SPI, and whether its answer counts (Alibaba Cloud Marketplace, "SaaS SPI"): HTTP GET,
 * everything in the query, answered with 200 and JSON. `createInstance` is accepted with an `instanceId` other than "0",
 * which means "not ready, call again"; all others with `success`, which the documents show as text and type as Boolean.
 */
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import type { Notification } from './instance';

/** Whether the seller accepted. Every other end of the call (a refusal, a timeout, no connection) is `false`. */
export type CallSpi = (notification: Notification, signal: AbortSignal) => Promise<boolean>;

/** The real caller's patience is not documented; similar marketplaces wait 5 to 10 seconds. */
const TIMEOUT_MS = 10_000;

export const createSpiCaller =
  (options: { spiUrl: string; sellerKey: string }): CallSpi =>
  async ({ action, parameters }, signal) => {
    const call = { action, ...parameters };
    const url = new URL(options.spiUrl);
    url.search = new URLSearchParams({ ...call, token: signSpiCall(call, options.sellerKey) }).toString();
    try {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const response = await fetch(url, { redirect: 'manual', signal: patience });
      const answer: unknown = await response.json();
      return response.status === 200 && isAccepted(action, answer);
    } catch {
      return false;
    }
  };

const isAccepted = (action: string, answer: unknown): boolean => {
  if (typeof answer !== 'object' || answer === null) return false;
  if (action !== 'createInstance') return 'success' in answer && String(answer.success) === 'true';
  return 'instanceId' in answer && typeof answer.instanceId === 'string' && !['', '0'].includes(answer.instanceId);
};
