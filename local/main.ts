/**
 * `npm start`: the whole system on one machine. Starts the embedded cloud part by part, each on a port of its own, hands
 * their addresses to the functions as a deployment would, and serves everything at one address until it is stopped.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment, variableNames } from '../shared/adapters/environment';
import { filesIn } from '../shared/adapters/files';
import { createTables } from '../shared/adapters/tablestore/tables';
import { createClock, type LocalClock } from './clock';
import { clockControls } from './clock-controls';
import { localCredentials as credentials } from './credentials';
import { claimDataDirectory } from './data-directory';
import { placeOf, rolesOf } from './deployment/policies';
import { stageFile } from './deployment/stage';
import { startDirectMail } from './direct-mail/server';
import { explain } from './explain';
import { createFront } from './front';
import { readDeployment } from './function-compute/deployment';
import { startFunctionCompute } from './function-compute/server';
import { type HttpHandler, portOrFree, sendJson, startHttpServer } from './http-server';
import { startMarketplace } from './marketplace/server';
import { platformControls } from './platform';
import { createRoles, LOCAL_ACCOUNT_ID, type Roles } from './ram/roles';
import { DEVELOPMENT_OPERATOR_TOKEN, developmentEnvironment, readSettings, type Settings } from './settings';
import { createSimulator } from './simulator';
import { startTablestore } from './tablestore/server';

/** `dist/local`, where this runs from, lies two below the checkout. */
const checkout = join(__dirname, '../..');

const PRODUCT_CODE = 'cmgj00053362';
/** What a deployment is told of the AliCloud account that it lies in. */
const owned = { ALIBABA_CLOUD_ACCOUNT_ID: LOCAL_ACCOUNT_ID, LOG_PROJECT: 'local' } as const;
const PARENT_LOOK_MS = 250;

/** Resolves, once everything answers, with what stops it. */
const start = async (settings: Settings): Promise<() => Promise<void>> => {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let last = stops.pop(); last; last = stops.pop()) await last();
  };
  try {
    const data = await claimDataDirectory(settings.dataDirectory, settings.fresh);
    stops.push(() => data.release());
    const clock = await openClock(data.clockFile);
    let handle: HttpHandler = async (_, response) =>
      sendJson(response, 503, { title: 'Starting, try again in a moment' });
    const front = await startHttpServer(settings.port, (request, response) => handle(request, response));

    /** Each part has a port of its own, one after the other behind PORT, or a free one where that is taken. */
    const portOf = (nth: number) => (settings.port === 0 ? 0 : portOrFree(settings.port + nth));
    const configured = developmentEnvironment(process.env);
    const roles = deployedRoles(configured);
    const tablestore = await startTablestore({
      port: await portOf(1),
      directory: data.tablestore,
      clock,
      credentials,
      roles: roles.find,
      fsync: settings.fsync,
      killAt: settings.killAt,
      instanceName: configured.TABLESTORE_INSTANCE,
    });
    stops.push(() => tablestore.close());
    await createTables({ endpoint: tablestore.endpoint, instanceName: configured.TABLESTORE_INSTANCE, credentials });

    const mail = await startDirectMail({
      port: await portOf(2),
      directory: data.mail,
      clock,
      credentials,
      roles: roles.find,
      sender: configured.MAIL_SENDER,
    });
    stops.push(() => mail.close());
    const marketplace = await startMarketplace({
      port: await portOf(3),
      directory: data.marketplace,
      clock,
      credentials,
      roles: roles.find,
      spiUrl: `${front.origin}/marketplace/spi`,
      sellerKey: configured.MARKETPLACE_SELLER_KEY,
      productCode: configured.MARKETPLACE_PRODUCT_CODES.split(',')[0] || PRODUCT_CODE,
      // Its products ask for what the functions are told to send.
      metering: {
        dailyProductCodes: configured.METERING_DAILY_PRODUCT_CODES.split(',').map((code) => code.trim()),
        meteringAssit: configured.METERING_ASSIT_ID || undefined,
      },
    });
    stops.push(() => marketplace.close());
    const functionCompute = await startFunctionCompute({
      port: await portOf(4),
      clock,
      credentials,
      roles,
      threadFile: join(__dirname, 'instance-thread.js'),
      logFile: data.functionsLog,
      deploy: (endpoint) => {
        const environment: Record<string, string> = {
          DOMAIN_NAME: 'billing.localhost',
          CERTIFICATE_ID: '1',
          ...owned,
          PUBLIC_URL: front.origin,
          MARKETPLACE_PRODUCT_URL: `${front.origin}/local/simulator/marketplace`,
          TABLESTORE_ENDPOINT: tablestore.endpoint,
          MAIL_ENDPOINT: mail.endpoint,
          MARKETPLACE_ENDPOINT: marketplace.endpoint,
          FUNCTION_COMPUTE_ENDPOINT: endpoint,
          ...configured,
        };
        // Each function would find it out at its first request; whoever starts the system should know now.
        readEnvironment({ ...process.env, ...environment }, variableNames);
        writeFileSync(data.stageFile, stageFile(environment, credentials));
        return readDeployment(checkout, environment);
      },
    });
    stops.push(
      () => functionCompute.close(),
      async () => rmSync(data.stageFile, { force: true }),
    );

    const controls = [
      ...marketplace.controls,
      ...mail.controls,
      ...functionCompute.controls,
      ...platformControls(functionCompute.events, clock),
      ...clockControls(clock),
    ];
    handle = createSimulator(
      {
        pages: filesIn(join(__dirname, 'pages')),
        mailbox: mail.mailbox,
        // Another one is a secret of whoever set it.
        ...(configured.OPERATOR_TOKEN === DEVELOPMENT_OPERATOR_TOKEN && { operatorToken: configured.OPERATOR_TOKEN }),
      },
      createFront(controls, functionCompute.handle),
    );
    marketplace.resume();
    // Stopped in reverse: first nothing new falls due, then what is under way is answered, then the parts go that it needs.
    // (A start that fails ends the process, and the front's port with it.)
    stops.push(
      () => front.close(),
      () => clock.stop(),
    );

    console.log(`
Account settlement runs at   ${front.origin}
  open in a browser          ${front.origin}/
  simulated marketplace      ${front.origin}/local/simulator/marketplace
  API                        ${front.origin}/api
  marketplace's SPI          ${front.origin}/marketplace/spi
  local controls             ${front.origin}/local/functions
Embedded cloud
  Tablestore                 ${tablestore.endpoint}   (instance ${configured.TABLESTORE_INSTANCE})
  marketplace's OpenAPI      ${marketplace.endpoint}
  DirectMail                 ${mail.endpoint}
  Function Compute           ${functionCompute.endpoint}
Data                         ${settings.dataDirectory}
The story to try by curl is in README.md. Ctrl-C stops it.`);
    return stop;
  } catch (fault) {
    await stop();
    throw fault;
  }
};

/** The roles that a deployment has beforehand, with the policies that `npm run policies` prints for it. */
const deployedRoles = (environment: ReturnType<typeof developmentEnvironment>): Roles => {
  const roles = createRoles(environment.REGION);
  const place = placeOf({ name: environment.STAGE, environment: { ...environment, ...owned } });
  for (const [name, { policy }] of Object.entries(rolesOf(place))) roles.put(name, policy);
  return roles;
};

/** What was advanced before is kept: a restart must not take time back. */
const openClock = async (file: string): Promise<LocalClock> => {
  const offsetMs = existsSync(file) ? Number(JSON.parse(readFileSync(file, 'utf8')).offsetMs) : 0;
  return createClock(Date.now, offsetMs, (movedMs) => {
    writeFileSync(`${file}.new`, JSON.stringify({ offsetMs: movedMs }));
    renameSync(`${file}.new`, file);
  });
};

const main = async (): Promise<void> => {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Error('Node 20 or newer is needed: please update Node.');
  // Functions run in UTC in the cloud.
  process.env.TZ = 'UTC';
  // Taken before anything can take long: who starts us may be ended meanwhile.
  const parent = process.ppid;
  const stop = await start(readSettings(process.argv.slice(2), process.env));
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
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
  const onSignal = () => (stopping ? process.exit(1) : stopOnce());
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // Where npm is told to end, it tells its shell only, which ends without a word to us: we see that we lost our parent.
  const byNpm = process.env.npm_lifecycle_event !== undefined;
  if (byNpm) setInterval(() => process.ppid !== parent && stopOnce(), PARENT_LOOK_MS).unref();
};

main().catch((fault) => {
  console.error(explain(fault));
  process.exit(1);
});
