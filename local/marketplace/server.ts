/**
 * A marketplace on this machine: it sells instances, calls the seller's SPI with signed calls until they are accepted,
 * and answers the seller's OpenAPI calls on a port of its own. What it sold, and its bill of what it was told that instances
 * used, survive a restart.
 */
import type { LocalClock } from '../clock';
import type { Control } from '../controls';
import { startRpcServer } from '../openapi/rpc';
import { createSignatureCheck } from '../openapi/signature';
import { type Callers, type Credentials, callersOf } from '../ram/identity';
import { marketplaceControls } from './controls';
import { createDelivery } from './delivery';
import { failedNotificationOperations } from './failed-notifications';
import { faultsControls } from './faults-control';
import { createFaultyLine } from './faulty-line';
import { openLedger } from './ledger';
import { logInLink } from './log-in-link';
import { createFaultyMetering } from './metering-faults';
import type { MeteringRules } from './metering-rules';
import { marketOperations, marketVersion } from './open-api';
import { notAllowed } from './open-api-faults';
import { billControl, meteringOperations } from './push-metering-data';
import { createSpiCaller } from './spi-call';

export interface MarketplaceOptions {
  /** Where it keeps what it sold. */
  directory: string;
  /** Of its OpenAPI; 0 takes any free port. */
  port: number;
  clock: LocalClock;
  /** Those of the seller's administrator, whose OpenAPI calls it answers, whatever they are. */
  credentials: Credentials;
  /** Who else may call its OpenAPI, each within its policy. Default: nobody. */
  roles?: Callers;
  /** The seller's SPI, for instance `http://127.0.0.1:8080/marketplace/spi`. */
  spiUrl: string;
  sellerKey: string;
  /** What is sold where a purchase names nothing else. */
  productCode: string;
  /** Whether a purchase is told in an `orderPay` message too, besides `createInstance`. Not unless it is asked for. */
  sendOrderPay?: boolean;
  /** How usage is told of its products. Default: by the hour, and without `meteringAssit`. */
  metering?: MeteringRules;
}

export interface LocalMarketplace {
  endpoint: string;
  port: number;
  controls: Control[];
  /** Sends what was still owed when it last stopped. Called once the seller's functions listen. */
  resume(): void;
  close(): Promise<void>;
}

export const startMarketplace = async (options: MarketplaceOptions): Promise<LocalMarketplace> => {
  const { clock, port, productCode, sellerKey, sendOrderPay = false } = options;
  const rules = options.metering ?? { dailyProductCodes: [] };
  const ledger = await openLedger(options.directory);
  const line = createFaultyLine(createSpiCaller(options));
  const delivery = createDelivery(ledger, clock, line);
  const faults = createFaultyMetering();
  const server = await startRpcServer({
    port,
    version: marketVersion,
    checkSignature: createSignatureCheck(callersOf(options.credentials, options.roles), clock),
    service: 'market',
    notAllowed,
    operations: {
      ...marketOperations(ledger),
      ...failedNotificationOperations(ledger),
      ...meteringOperations({ ledger, clock, rules, faults }),
    },
  });
  return {
    endpoint: server.endpoint,
    port: server.port,
    controls: [
      ...marketplaceControls({ ledger, delivery, clock, productCode, sendOrderPay }),
      ...faultsControls(line, faults),
      billControl(ledger),
      logInLink({ ledger, clock, sellerKey }),
    ],
    resume: delivery.resume,
    async close() {
      await server.close();
      await delivery.stop();
      await ledger.close();
    },
  };
};
