/**
 * `npm start`: the whole system on one machine. Starts the embedded cloud part by part, each on a port of its own, hands
 * their addresses to the functions as a deployment would, and serves everything at one address until it is stopped.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTables } from '../shared/adapters/tablestore/tables';
import { createClock, type LocalClock } from './clock';
import { clockControls } from './clock-controls';
import { localCredentials as credentials } from './credentials';
import { startDirectMail } from './direct-mail/server';
import { createFront } from './front';
import { readDeployment } from './function-compute/deployment';
import { startFunctionCompute } from './function-compute/server';
import { type HttpHandler, sendJson, startHttpServer } from './http-server';
import { startMarketplace } from './marketplace/server';
import { developmentEnvironment, readSettings, type Settings } from './settings';
import { startTablestore } from './tablestore/server';

/** `dist/local`, where this runs from, lies two below the checkout. */
const checkout = join(__dirname, '../..');

const PRODUCT_CODE = 'cmgj00053362';

/** Resolves, once everything answers, with what stops it. */
const start = async (settings: Settings): Promise<() => Promise<void>> => {
  const { dataDirectory } = settings;
  if (settings.fresh) await rm(dataDirectory, { recursive: true, force: true });
  await mkdir(dataDirectory, { recursive: true });
  const kept = (name: string) => join(dataDirectory, name);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let last = stops.pop(); last; last = stops.pop()) await last();
  };
  try {
    const clock = await openClock(kept('clock.json'));
    let handle: HttpHandler = async (_, response) =>
      sendJson(response, 503, { title: 'Starting, try again in a moment' });
    const front = await startHttpServer(settings.port, (request, response) => handle(request, response));
    stops.push(() => front.close());

    /** Each part has a port of its own, one after the other behind PORT, or a free one where that is taken. */
    const onPort = async <Part>(nth: number, run: (port: number) => Promise<Part>): Promise<Part> => {
      try {
        return await run(settings.port === 0 ? 0 : settings.port + nth);
      } catch (fault) {
        if ((fault as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw fault;
        return run(0);
      }
    };
    const configured = developmentEnvironment(process.env);
    const tablestore = await onPort(1, (port) =>
      startTablestore({
        port,
        directory: kept('tablestore'),
        clock,
        credentials,
        fsync: settings.fsync,
        instanceName: configured.TABLESTORE_INSTANCE,
      }),
    );
    stops.push(() => tablestore.close());
    await createTables({ endpoint: tablestore.endpoint, instanceName: configured.TABLESTORE_INSTANCE, credentials });

    const mail = await onPort(2, (port) =>
      startDirectMail({ port, directory: kept('mail'), clock, credentials, sender: configured.MAIL_SENDER }),
    );
    stops.push(() => mail.close());
    const marketplace = await onPort(3, (port) =>
      startMarketplace({
        port,
        directory: kept('marketplace'),
        clock,
        credentials,
        spiUrl: `${front.origin}/marketplace/spi`,
        sellerKey: configured.MARKETPLACE_SELLER_KEY,
        productCode: configured.MARKETPLACE_PRODUCT_CODES.split(',')[0] || PRODUCT_CODE,
      }),
    );
    stops.push(() => marketplace.close());
    const functionCompute = await onPort(4, (port) =>
      startFunctionCompute({
        port,
        clock,
        credentials,
        threadFile: join(__dirname, 'instance-thread.js'),
        logFile: kept('functions.log'),
        deploy: (endpoint) =>
          readDeployment(checkout, {
            DOMAIN_NAME: '127.0.0.1',
            CERTIFICATE_ID: 'none',
            PUBLIC_URL: front.origin,
            TABLESTORE_ENDPOINT: tablestore.endpoint,
            MAIL_ENDPOINT: mail.endpoint,
            MARKETPLACE_ENDPOINT: marketplace.endpoint,
            FUNCTION_COMPUTE_ENDPOINT: endpoint,
            ...configured,
          }),
      }),
    );
    stops.push(() => functionCompute.close());

    const controls = [...marketplace.controls, ...mail.controls, ...functionCompute.controls, ...clockControls(clock)];
    handle = createFront(controls, functionCompute.handle);
    marketplace.resume();
    // Nothing new begins before what is under way has ended.
    stops.push(() => clock.stop());

    console.log(`
Account settlement runs at   ${front.origin}
  API                        ${front.origin}/api
  marketplace's SPI          ${front.origin}/marketplace/spi
  local controls             ${front.origin}/local/functions
Embedded cloud
  Tablestore                 ${tablestore.endpoint}   (instance ${configured.TABLESTORE_INSTANCE})
  marketplace's OpenAPI      ${marketplace.endpoint}
  DirectMail                 ${mail.endpoint}
  Function Compute           ${functionCompute.endpoint}
Data                         ${dataDirectory}
The story to try by curl is in README.md. Ctrl-C stops it.`);
    return stop;
  } catch (fault) {
    await stop();
    throw fault;
  }
};

/** What was advanced before is kept: a restart must not take time back. */
const openClock = async (file: string): Promise<LocalClock> => {
  const offsetMs = existsSync(file) ? Number(JSON.parse(readFileSync(file, 'utf8')).offsetMs) : 0;
  return createClock(Date.now, offsetMs, (movedMs) => {
    writeFileSync(`${file}.new`, JSON.stringify({ offsetMs: movedMs }));
    renameSync(`${file}.new`, file);
  });
};

/** A sentence for what people can mend themselves; anything else is a bug and told whole. */
const explain = (fault: unknown): string => {
  const { code, message, stack } = fault as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return 'The port is taken: stop what listens there, or choose another one, as in PORT=9080 npm start.';
  if (code === 'EACCES')
    return `${message}: choose another place for the data, as in DATA_DIR=/tmp/settlement npm start.`;
  return code === undefined && message ? message : (stack ?? String(fault));
};

const main = async (): Promise<void> => {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Error('Node 20 or newer is needed: please update Node.');
  const stop = await start(readSettings(process.argv.slice(2), process.env));
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log('Stopping. Ctrl-C again ends it at once.');
    stop().then(
      () => process.exit(0),
      (fault) => {
        console.error(explain(fault));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
};

main().catch((fault) => {
  console.error(explain(fault));
  process.exit(1);
});
