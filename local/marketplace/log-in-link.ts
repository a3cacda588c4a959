/**
 * The marketplace's link by which a buyer logs in without a password (免登), as a local control: `verify`, signed, at the
 * address that the seller named when the instance was opened, for the browser to follow. (Alibaba Cloud Marketplace,
 * "SaaS SPI".) Each link carries its time, to the second; how long and how often it is good is the seller's to decide.
 */
import type { LocalClock } from '../clock';
import { type Control, controlFault } from '../controls';
import { beijingTime } from './beijing-time';
import { noSuchInstance } from './controls';
import type { Ledger } from './ledger';
import { signedAddress } from './signed-address';

export const logInLink = (options: { ledger: Ledger; clock: LocalClock; sellerKey: string }): Control => ({
  method: 'GET',
  path: '/local/marketplace/instances/{id}/sso',
  async answer({ params }) {
    const instance = options.ledger.find(params.id ?? '');
    if (!instance) return noSuchInstance;
    const { instanceId, status, authUrl } = instance;
    if (status === 'CLOSED') {
      return controlFault(409, 'The instance is CLOSED.', 'Nobody logs in by a closed instance. Buy another one.');
    }
    if (status === 'OPENING') {
      const detail =
        'The answer to createInstance names where to log in. Let time pass with POST /local/clock until it is delivered.';
      return controlFault(409, 'The instance is OPENING.', detail);
    }
    if (authUrl === undefined) {
      const detail = 'Answer createInstance with {"appInfo": {"authUrl": "https://…"}}, and buy another one.';
      return controlFault(409, 'The seller has named no address to log in at.', detail);
    }
    const call = { action: 'verify', instanceId, timeStamp: beijingTime(options.clock.nowMs()) };
    return { status: 302, headers: { location: signedAddress(authUrl, call, options.sellerKey).href } };
  },
});
