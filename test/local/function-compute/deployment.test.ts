/** What `s.yaml` deploys, through the very tool that deploys it; and what is refused of it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deployment, parseDeployment, readDeployment } from '../../../local/function-compute/deployment';

/** The tool is a process of its own, on a machine that may be busy. */
jest.setTimeout(60_000);

const projectDirectory = join(__dirname, '../../..');

/** A value for every variable that `s.yaml` must have. */
const environment = {
  STAGE: 'test',
  DOMAIN_NAME: 'settlement.example',
  CERTIFICATE_ID: '1',
  LOG_PROJECT: 'settlement-logs',
  TABLESTORE_ENDPOINT: 'http://tablestore.example',
  TABLESTORE_INSTANCE: 'instance',
  MARKETPLACE_ENDPOINT: 'http://marketplace.example',
  MARKETPLACE_SELLER_KEY: 'seller-key',
  FUNCTION_COMPUTE_ENDPOINT: 'http://functions.example',
  MAIL_ENDPOINT: 'http://mail.example',
  MAIL_SENDER: 'billing@mail.example',
  PUBLIC_URL: 'https://settlement.example',
  SESSION_KEY: 'session-key',
};

describe('s.yaml', () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await readDeployment(projectDirectory, { ...environment, MARKETPLACE_PRODUCT_CODES: 'a,b' });
  });

  test('sends each path of the contract to its function', () => {
    expect(deployment.routes.map(({ path, name }) => `${path} → ${name}`)).toEqual([
      '/api/registrations → activate-registration',
      '/api/registrations/workspaces → activate-registration',
      '/api/settlements/* → change-settlement',
      '/api/sessions → log-in',
      '/api/account → billing-center',
      '/api/workspaces → billing-center',
      '/api/workspaces/* → billing-center',
      '/api/cloud-accounts → billing-center',
      '/api/bills → billing-center',
      '/api/bills.csv → billing-center',
      '/api/ledger → billing-center',
      '/marketplace/spi → marketplace-event',
      '/api/operations/consistency → check-consistency',
      '/api/operations/closures → close-subscription',
      '/api/operations/mails → deliver-mail',
      '/api/operations/usage → record-usage',
      '/api/operations/metering → push-metering',
      '/* → console',
    ]);
  });

  test('names each function for its folder and stage, and its code for its bundle', () => {
    for (const { name, functionName, code, handler } of deployment.functions) {
      expect({ name, functionName, code, handler }).toEqual({
        name,
        functionName: `account-settlement-test-${name}`,
        code: join(projectDirectory, 'dist', name),
        handler: 'index.handler',
      });
    }
  });

  test('calls each minute what guarantees the work behind the doors, and each hour what looks after it', () => {
    const timers = deployment.functions.flatMap(({ name, timers }) =>
      timers.map(({ schedule }) => `${name}: ${schedule}`),
    );
    expect(timers).toEqual([
      'close-subscription: CRON_TZ=Asia/Shanghai 0 * * * * *',
      'deliver-mail: CRON_TZ=Asia/Shanghai 30 * * * * *',
      'settle-fees: CRON_TZ=Asia/Shanghai 0 5,15,25,35,45,55 * * * *',
      'push-metering: CRON_TZ=Asia/Shanghai 0 0,5,10,15,20,25,30,35,40,45,50,55 * * * *',
      'check-consistency: CRON_TZ=Asia/Shanghai 0 17 * * * *',
    ]);
  });

  test('sends the events of our own bus to the function of the marketplace and those of usage to its own, with the trigger that comes last', async () => {
    const triggers = deployment.functions.flatMap(({ name, eventTriggers }) =>
      eventTriggers.map((t) => ({ of: name, ...t })),
    );
    expect(triggers).toEqual([
      {
        of: 'marketplace-event',
        name: 'marketplace-events',
        source: 'Default',
        pattern: { type: [{ prefix: 'marketplace:Instance:' }] },
        asynchronous: false,
        retryStrategy: 'EXPONENTIAL_DECAY_RETRY',
      },
      {
        of: 'record-usage',
        name: 'usage',
        source: 'MNS',
        pattern: {},
        batch: 100,
        asynchronous: false,
        retryStrategy: 'EXPONENTIAL_DECAY_RETRY',
        deadLetterQueue: 'acs:mns:cn-hangzhou::/queues/account-settlement-test-failed',
      },
    ]);
    const written = await readFile(join(projectDirectory, 's.yaml'), 'utf8');
    for (const [trigger] of written.matchAll(/triggerType: eventbridge[\s\S]*?environmentVariables/g)) {
      expect(trigger).not.toContain('- triggerName');
    }
  });

  test('gives a variable to a function as it was set, and the empty text for one that was not', () => {
    const door = deployment.functions.find(({ name }) => name === 'marketplace-event');
    expect(door?.environment).toMatchObject({
      STAGE: 'test',
      MARKETPLACE_PRODUCT_CODES: 'a,b',
      MARKETPLACE_SELLER_KEY: 'seller-key',
      MARKETPLACE_SELLER_KEY_PREVIOUS: '',
    });
  });

  test('says which variable is missing', async () => {
    const { SESSION_KEY: _, ...without } = environment;
    await expect(readDeployment(projectDirectory, without)).rejects.toThrow(
      "s.yaml could not be read: env('SESSION_KEY') not found",
    );
  });

  test('is read without leaving anything beside it', () => {
    expect(existsSync(join(projectDirectory, '.s'))).toBe(false);
  });
});

describe('a deployment is refused', () => {
  const http = {
    triggerName: 'http',
    triggerType: 'http',
    qualifier: 'live',
    triggerConfig: { authType: 'anonymous', disableURLInternet: true, methods: ['GET'] },
  };
  const props = {
    region: 'cn-hangzhou',
    functionName: 'stage-greet',
    description: 'Greets',
    runtime: 'nodejs20',
    handler: 'index.handler',
    code: 'dist/greet',
    role: 'greeter',
    memorySize: 512,
    cpu: 0.5,
    diskSize: 512,
    timeout: 10,
    internetAccess: true,
    logConfig: {
      project: 'logs',
      logstore: 'greetings',
      logBeginRule: 'None',
      enableRequestMetrics: true,
      enableInstanceMetrics: true,
    },
    environmentVariables: {},
    triggers: [http],
  };
  const domain = (...paths: string[]) => ({
    component: 'fc3-domain',
    props: {
      region: 'cn-hangzhou',
      domainName: 'greet.example',
      protocol: 'HTTPS',
      certConfig: { certId: '1' },
      tlsConfig: {
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.3',
        cipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
      },
      routeConfig: { routes: paths.map((path) => ({ path, functionName: 'stage-greet', qualifier: 'live' })) },
    },
  });
  const preview = (changed: object, ...paths: string[]) => ({
    edition: '3.0.0',
    name: 'greetings',
    access: 'default',
    vars: {},
    template: {},
    resources: { greet: { component: 'fc3', props: { ...props, ...changed } }, domain: domain(...paths) },
  });

  const eventbridge = (changed: object = {}, options: object = {}) => ({
    triggerName: 'greetings',
    triggerType: 'eventbridge',
    qualifier: 'live',
    triggerConfig: {
      triggerEnable: true,
      asyncInvocationType: true,
      eventRuleFilterPattern: '{"type":["greeting"]}',
      eventSourceConfig: {
        eventSourceType: 'MNS',
        eventSourceParameters: { sourceMNSParameters: { QueueName: 'greetings' } },
      },
      eventSinkConfig: { deliveryOption: { mode: 'event-streaming', eventSchema: 'CloudEvents' } },
      runOptions: { mode: 'event-streaming', deadLetterQueue: { Arn: 'acs:mns:queue' }, ...options },
      ...changed,
    },
  });

  const asynchronous = (changed: object) => ({
    asyncInvokeConfig: {
      qualifier: 'live',
      maxAsyncRetryAttempts: 8,
      maxAsyncEventAgeInSeconds: 60,
      destinationConfig: { onFailure: { destination: 'acs:mns:cn-hangzhou::/queues/failed/messages' } },
      ...changed,
    },
  });
  const failingTo = (functionName: string) => ({
    destinationConfig: { onFailure: { destination: `acs:fc:cn-hangzhou:1000000000000000:functions/${functionName}` } },
  });

  test('not as it stands here', () => {
    const { functions, routes } = parseDeployment(preview({}, '/*', '/a', '/a/*'), '/project');
    expect(routes).toHaveLength(3);
    expect(functions).toEqual([
      {
        name: 'greet',
        functionName: 'stage-greet',
        role: 'greeter',
        region: 'cn-hangzhou',
        handler: 'index.handler',
        code: '/project/dist/greet',
        memoryMb: 512,
        timeoutMs: 10_000,
        environment: {},
        // The platform's own defaults.
        asynchronous: { retries: 3, maxAgeMs: 18_000_000, task: false },
        timers: [],
        eventTriggers: [],
      },
    ]);
  });

  test('nor with all that a function can have', () => {
    const all = {
      instanceLifecycleConfig: {
        initializer: { handler: 'index.initialize', timeout: 5 },
        preStop: { handler: 'index.preStop' },
      },
      ...asynchronous({ asyncTask: true, ...failingTo('stage-greet') }),
      triggers: [http, eventbridge(), eventbridge({ triggerEnable: false })],
    };
    expect(parseDeployment(preview(all), '/project').functions).toMatchObject([
      {
        initializer: { handler: 'index.initialize', timeoutMs: 5000 },
        preStop: { handler: 'index.preStop', timeoutMs: 3000 },
        asynchronous: { retries: 8, maxAgeMs: 60_000, task: true, onFailure: 'greet' },
        eventTriggers: [
          {
            name: 'greetings',
            source: 'MNS',
            pattern: { type: ['greeting'] },
            asynchronous: true,
            retryStrategy: 'BACKOFF_RETRY',
            deadLetterQueue: 'acs:mns:queue',
          },
        ],
      },
    ]);
  });

  test('nor where its environment is just small enough', () => {
    const { functions } = parseDeployment(preview({ environmentVariables: { KEY: 'v'.repeat(4093) } }), '/project');
    expect(functions).toHaveLength(1);
  });

  test.each([
    ['a misspelt key', preview({ memorysize: 512 }), /memorysize/],
    ['a timeout beyond the limit', preview({ timeout: 86_401 }), /timeout/],
    ['memory between the steps of 64 MB', preview({ memorySize: 500 }), /memorySize/],
    ['a variable that is no text', preview({ environmentVariables: { N: 1 } }), /environmentVariables.N/],
    ['a runtime that is not run here', preview({ runtime: 'nodejs22' }), /runtime/],
    ['a misspelt key of a trigger', preview({ triggers: [{ ...http, qualifer: 'LATEST' }] }), /qualifer/],
    ['a misspelt hook', preview({ instanceLifecycleConfig: { initialiser: {} } }), /initialiser/],
    ['a hook of no time', preview({ instanceLifecycleConfig: { preStop: { handler: 'a.b', timeout: 0 } } }), /preStop/],
    ['nine retries', preview(asynchronous({ maxAsyncRetryAttempts: 9 })), /maxAsyncRetryAttempts/],
    ['an age beyond a week', preview(asynchronous({ maxAsyncEventAgeInSeconds: 604_801 })), /EventAge/],
    [
      'a failure destination that is no function here',
      preview(asynchronous(failingTo('stage-other'))),
      /what fails of greet leads to acs:fc:cn-hangzhou:1000000000000000:functions\/stage-other, which is no function there/,
    ],
    [
      'a misspelt key of an event trigger',
      preview({ triggers: [eventbridge({ asyncInvocation: true })] }),
      /asyncInvocation"/,
    ],
    ['an option that is not run', preview({ triggers: [eventbridge({}, { maximumTasks: 3 })] }), /maximumTasks/],
    [
      'another way to try again',
      preview({ triggers: [eventbridge({}, { retryStrategy: { PushRetryStrategy: 'NEVER' } })] }),
      /PushRetryStrategy/,
    ],
    [
      'an event source that is not run',
      preview({ triggers: [eventbridge({ eventSourceConfig: { eventSourceType: 'Kafka' } })] }),
      /eventSourceType/,
    ],
    [
      'an event pattern that is none',
      preview({ triggers: [eventbridge({ eventRuleFilterPattern: '{' })] }),
      /is no JSON/,
    ],
    [
      'an environment beyond 4 KB',
      preview({ environmentVariables: { KEY: 'v'.repeat(4094) } }),
      /take 4097 bytes of 4096: set shorter values/,
    ],
    ['a route in the middle of a path', preview({}, '/a/*/b'), /path/],
    ['a route without its slash', preview({}, 'a'), /path/],
    ['a wildcard within a segment', preview({}, '/a*'), /path/],
    ['the same route twice', preview({}, '/a', '/a'), /\/a is there twice/],
    ['a route to a function without an HTTP trigger', preview({ triggers: [] }, '/a'), /no HTTP trigger/],
    ['a route to no function', preview({ functionName: 'stage-other' }, '/a'), /leads to stage-greet/],
  ])('for %s', (_, previewed, message) => {
    expect(() => parseDeployment(previewed, '/project')).toThrow(message);
  });
});
