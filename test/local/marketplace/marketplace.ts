/** The marketplace as `npm start` runs it, its controls at an HTTP address, and a seller for it to call. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock, type LocalClock } from '../../../local/clock';
import { localCredentials } from '../../../local/credentials';
import { createFront } from '../../../local/front';
import { sendJson, startHttpServer } from '../../../local/http-server';
import { type LocalMarketplace, type MarketplaceOptions, startMarketplace } from '../../../local/marketplace/server';
import { readSpiCall, type SpiParameters } from '../../../shared/triggers/marketplace-signature';
import { type Seller, startSeller } from './seller';

export const sellerKey = 'seller-key';
export const accountId = '1234567890123456';
export const instances = '/local/marketplace/instances';

interface Listed {
  instances: { notifications: { action: string; attempts: number; state: string }[] }[];
}

export interface Market {
  seller: Seller;
  clock: LocalClock;
  /** Of the OpenAPI. */
  endpoint: () => string;
  /** A control's answer; redirects are not followed. */
  get(path: string): Promise<Response>;
  post(path: string, body?: unknown): Promise<Response>;
  /** The first instance's notifications, as the controls tell them. */
  notifications(): Promise<Listed['instances'][number]['notifications']>;
  /** The calls that the seller got, each with a right token, the action first. */
  calls(): (SpiParameters | undefined)[];
  /** Stops it and starts it again, which goes on with what it owed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const startMarket = async (options: Partial<MarketplaceOptions> = {}): Promise<Market> => {
  const directory = await mkdtemp(join(tmpdir(), 'marketplace-'));
  const seller = await startSeller();
  // Real time stands still: a call that is to be made again waits until the test advances the clock.
  const standingMs = Date.now();
  const clock = createClock(() => standingMs);
  const start = () =>
    startMarketplace({
      directory,
      port: 0,
      clock,
      credentials: localCredentials,
      spiUrl: seller.spiUrl,
      sellerKey,
      productCode: 'cmgj00053362',
      ...options,
    });
  let marketplace: LocalMarketplace = await start();
  const front = await startHttpServer(0, (request, response) =>
    createFront(marketplace.controls, async (_, unowned) => sendJson(unowned, 404, {}))(request, response),
  );
  const get = (path: string) => fetch(front.origin + path, { redirect: 'manual' });
  return {
    seller,
    clock,
    endpoint: () => marketplace.endpoint,
    get,
    post: (path, body = {}) => fetch(front.origin + path, { method: 'POST', body: JSON.stringify(body) }),
    async notifications() {
      const { instances: sold } = (await (await get(instances)).json()) as Listed;
      return sold[0]?.notifications ?? [];
    },
    calls: () =>
      seller.queries.map((query) => readSpiCall(Object.fromEntries(new URLSearchParams(query)), [sellerKey])),
    async restart() {
      await marketplace.close();
      marketplace = await start();
      marketplace.resume();
    },
    async stop() {
      await front.close();
      await clock.stop();
      await marketplace.close();
      await seller.close();
      await rm(directory, { recursive: true });
    },
  };
};
