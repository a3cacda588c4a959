/**
 * What is said of a deployment that is not right. Each row plants one mistake in the real `s.yaml`, as the deployment tool
 * reads it, and one sentence must come of it, and no other.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Looked } from '../../../../local/deployment/check/bundles';
import { checkDeployment, judge, lookAt } from '../../../../local/deployment/check/check';
import { linesOf } from '../../../../local/deployment/check/fault';
import { readShape } from '../../../../local/deployment/check/shape';
import { placeholders, valuesOf } from '../../../../local/deployment/check/values';
import { rolesOf } from '../../../../local/deployment/policies';
import { previewSYaml } from '../../../../local/function-compute/preview';

/** The tool is a process of its own, on a machine that may be busy. */
jest.setTimeout(120_000);

const checkout = join(__dirname, '../../../..');

let real: unknown;
let looked: ReadonlyMap<string, Looked>;
beforeAll(async () => {
  real = await previewSYaml(checkout, { PATH: process.env.PATH, ...placeholders });
  looked = await lookAt(readShape(real), checkout);
});

type Tree = Record<string, unknown>;

/** The real one with another value at `path`: a resource's key and then the keys of its `props`; undefined removes it. */
const planted = (path: string, value: unknown): unknown => {
  const copy = structuredClone(real) as { resources: Record<string, { props: Tree }> };
  const [resource = '', ...keys] = path.split('.');
  const last = keys.pop();
  if (last === undefined) set(copy.resources, resource, value);
  else
    set(
      keys.reduce<Tree>((inner, key) => inner[key] as Tree, copy.resources[resource]?.props ?? {}),
      last,
      value,
    );
  return copy;
};

const set = (tree: Tree, key: string, value: unknown) => {
  if (value !== undefined) tree[key] = value;
  else if (Array.isArray(tree)) tree.splice(Number(key), 1);
  else delete tree[key];
};

/** What stands there now. */
const there = (path: string): unknown => {
  const [resource = '', ...keys] = path.split('.');
  const { resources } = real as { resources: Record<string, { props: Tree }> };
  return keys.reduce<unknown>((inner, key) => (inner as Tree)[key], resources[resource]?.props);
};

const said = (previewed: unknown, values = placeholders) =>
  linesOf(judge(readShape(previewed), looked, values, checkout)).map((line) => line.replace(/^resources\./, ''));

test('s.yaml as it is may be deployed', () => {
  expect(said(real)).toEqual([]);
});

test('a whole check looks into the bundles itself', async () => {
  expect(await checkDeployment(real, placeholders, checkout)).toEqual([]);
});

const QUEUE = 'acs:mns:cn-hangzhou::/queues/account-settlement-check-failed/messages';
const CRON = 'close-subscription.triggers.1.triggerConfig.cronExpression';
const FAILURE = 'deliver-mail.asyncInvokeConfig.destinationConfig.onFailure.destination';
const again = { path: '/*', functionName: 'account-settlement-check-console', qualifier: 'live' };
const leads = (path: string, name: string) => ({
  path,
  functionName: `account-settlement-check-${name}`,
  qualifier: 'live',
});
/** How a variable is written. */
const of = (name: string) => `$\{env('${name}')}`;
const missing = 'is missing: write it here, for the component resets what it does not find. It must';
const alias = 'must be "live": what is called goes through the alias, else a rollback would not reach it';

// biome-ignore format: one mistake a line
describe.each<[string, readonly [planted: string, value: unknown, said: string][]]>([
  ['a key that is not known', [
    ['log-in.memorysize',                                 512,             'log-in.props.memorysize is no key here, and the component would pass over it: did you mean memorySize?'],
    ['log-in.diskSise',                                   512,             'log-in.props.diskSise is no key here, and the component would pass over it: did you mean diskSize?'],
    ['log-in.logConfig.logStore',                         'store',         'log-in.props.logConfig.logStore is no key here, and the component would pass over it: did you mean logstore?'],
    ['log-in.triggers.0.qualifer',                        'live',          'log-in.props.triggers.0.qualifer is no key here, and the component would pass over it: did you mean qualifier?'],
    ['log-in.triggers.0.triggerConfig.disableUrlInternet', true,           'log-in.props.triggers.0.triggerConfig.disableUrlInternet is no key here, and the component would pass over it: did you mean disableURLInternet?'],
    ['deliver-mail.triggers.1.triggerConfig.enabled',     true,            'deliver-mail.props.triggers.1.triggerConfig.enabled is no key here, and the component would pass over it: did you mean enable?'],
    ['deliver-mail.asyncInvokeConfig.maxAsyncRetries',    3,               'deliver-mail.props.asyncInvokeConfig.maxAsyncRetries is no key here, and the component would pass over it: remove it'],
    ['domain.routeConfig.routes.0.function',              'console',       'domain.props.routeConfig.routes.0.function is no key here, and the component would pass over it: remove it'],
    ['domain.tlsConfig.minimumVersion',                   'TLSv1.2',       'domain.props.tlsConfig.minimumVersion is no key here, and the component would pass over it: remove it'],
  ]],
  ['what a managed runtime ignores, or this deployment refuses', [
    ['log-in.instanceConcurrency',                        20,              'log-in.props.instanceConcurrency is ignored by a managed runtime, which takes one request at a time: remove it.'],
    ['log-in.customRuntimeConfig',                        { port: 9000 },  'log-in.props.customRuntimeConfig is ignored by a managed runtime: remove it.'],
    ['marketplace-event.provisionConfig',                 { target: 1 },   'marketplace-event.props.provisionConfig excludes scalingConfig: write how many instances are kept warm as scalingConfig.minInstances.'],
    ['log-in.customDomain',                               { route: {} },   'log-in.props.customDomain takes one route: add the route to the resource of component fc3-domain.'],
    ['domain.routeConfig.routes.0.methods',               ['POST'],        'domain.props.routeConfig.routes.0.methods would let two functions share a path, which a custom domain cannot: leave it out of a route.'],
  ]],
  ['a section that would be reset, or a default that is not the one meant', [
    ['log-in.environmentVariables',                       undefined,       `log-in.props.environmentVariables ${missing} be variables and their texts.`],
    ['log-in.logConfig',                                  undefined,       `log-in.props.logConfig ${missing} name the project and the log store: with auto the alarms would not know where to look.`],
    ['log-in.logConfig',                                  'auto',          'log-in.props.logConfig must name the project and the log store: with auto the alarms would not know where to look; it is "auto".'],
    ['log-in.timeout',                                    undefined,       `log-in.props.timeout ${missing} be 1 to 86400 seconds.`],
    ['log-in.cpu',                                        undefined,       `log-in.props.cpu ${missing} be a number of processors, in steps of 0.05.`],
    ['log-in.triggers.0.qualifier',                       undefined,       `log-in.props.triggers.0.qualifier ${missing} be "live": what is called goes through the alias, else a rollback would not reach it.`],
  ]],
  ['a size beyond its limits', [
    ['log-in.memorySize',                                 1000,            'log-in.props.memorySize must be 128 to 32768 MB, in steps of 64; it is 1000.'],
    ['log-in.memorySize',                                 64,              'log-in.props.memorySize must be 128 to 32768 MB, in steps of 64; it is 64.'],
    ['log-in.memorySize',                                 '1024',          'log-in.props.memorySize must be 128 to 32768 MB, in steps of 64; it is "1024".'],
    ['log-in.memorySize',                                 8192,            'log-in.props.cpu is 1, and 8192 MB of memory go with 2 to 8.'],
    ['log-in.cpu',                                        2,               'log-in.props.cpu is 2, and 1024 MB of memory go with 0.25 to 1.'],
    ['log-in.cpu',                                        0.33,            'log-in.props.cpu must go in steps of 0.05; it is 0.33.'],
    ['log-in.diskSize',                                   1024,            'log-in.props.diskSize must be 512 or 10240 MB; it is 1024.'],
    ['log-in.timeout',                                    0,               'log-in.props.timeout must be 1 to 86400 seconds; it is 0.'],
    ['marketplace-event.scalingConfig.minInstances',      -1,              'marketplace-event.props.scalingConfig.minInstances must be 0 to 100 instances; it is -1.'],
    ['deliver-mail.asyncInvokeConfig.maxAsyncRetryAttempts', 9,            'deliver-mail.props.asyncInvokeConfig.maxAsyncRetryAttempts must be 0 to 8 retries; it is 9.'],
    ['deliver-mail.asyncInvokeConfig.maxAsyncEventAgeInSeconds', 604_801,  'deliver-mail.props.asyncInvokeConfig.maxAsyncEventAgeInSeconds must be 1 to 604800 seconds; it is 604801.'],
  ]],
  ['a name that is not the folder’s', [
    ['log-in.functionName',                               'account-settlement-log-in',       'log-in.props.functionName must be account-settlement-check-log-in, for its folder and stage. domain.props.routeConfig.routes.3 leads /api/sessions to account-settlement-check-log-in, which is not deployed here. domain.props.routeConfig.routes lead /api/sessions to console, and log-in answers it: add or mend its route.'],
    ['log-in.role',                                       'account-settlement-check-console', 'log-in.props.role must be account-settlement-check-log-in: each function has a role of its own, of its name.'],
    ['log-in.role',                                       'AccountSettlement',               'log-in.props.role must be the name of a role in lower-case letters, digits and dashes, for the component lower-cases it; it is "AccountSettlement".'],
    ['log-in.code',                                       'dist/console',                    'log-in.props.code must be dist/log-in.'],
    ['log-in.runtime',                                    'nodejs22',                        'log-in.props.runtime must be "nodejs20": the newest managed Node; it is "nodejs22".'],
    ['log-in.handler',                                    'index',                           'log-in.props.handler must be a file and the name that it exports, such as index.handler; it is "index".'],
    ['log-in.region',                                     'cn-beijing',                      'log-in.props.region must be that of the others, cn-hangzhou.'],
    ['log-in.logConfig.logstore',                         'another-store',                   'log-in.props.logConfig must name the log store of the others: the alarms ask one.'],
  ]],
  ['a trigger that is not as it should be', [
    ['log-in.triggers.0.triggerConfig.disableURLInternet', false,          'log-in.props.triggers.0.triggerConfig.disableURLInternet must be true: else anyone reaches the function past the domain; it is false.'],
    ['log-in.triggers.0.triggerConfig.authType',          'function',      'log-in.props.triggers.0.triggerConfig.authType must be "anonymous": who calls, each function finds out itself; it is "function".'],
    ['log-in.triggers.0.qualifier',                       'LATEST',        `log-in.props.triggers.0.qualifier ${alias}; it is "LATEST".`],
    ['log-in.triggers.0.triggerType',                     'htpp',          'log-in.props.triggers.0.triggerType must be http, timer or eventbridge; it is "htpp".'],
    ['deliver-mail.triggers.1.triggerConfig.enable',      false,           'deliver-mail.props.triggers.1.triggerConfig.enable must be true: timers guarantee what happens behind the doors; it is false.'],
    ['deliver-mail.triggers.1.triggerName',               'http',          'deliver-mail.props.triggers.1.triggerName is there twice: http.'],
    ['deliver-mail.triggers.0',                           undefined,       'deliver-mail.props.triggers must have one HTTP trigger: the domain reaches the function through it.'],
    [CRON,                                                'CRON_TZ=Asia/Shanghai * * * * *',    `${CRON.replace('.', '.props.')} does not fire: The schedule "CRON_TZ=Asia/Shanghai * * * * *" is wrong: it has 5 fields instead of 6; it is "CRON_TZ=Asia/Shanghai * * * * *".`],
    [CRON,                                                'CRON_TZ=Asia/Shanghai 0 61 * * * *', `${CRON.replace('.', '.props.')} does not fire: The schedule "CRON_TZ=Asia/Shanghai 0 61 * * * *" is wrong: "61" is not among the 0 to 59 of the minutes; it is "CRON_TZ=Asia/Shanghai 0 61 * * * *".`],
    [CRON,                                                'CRON_TZ=Asia/Beijing 0 0 * * * *',   `${CRON.replace('.', '.props.')} does not fire: The schedule "CRON_TZ=Asia/Beijing 0 0 * * * *" is wrong: "Asia/Beijing" is no time zone; it is "CRON_TZ=Asia/Beijing 0 0 * * * *".`],
    [CRON,                                                '0 * * * * *',   `${CRON.replace('.', '.props.')} must begin with CRON_TZ=Asia/Shanghai, else it is in UTC, or counts from when it was deployed.`],
    ['marketplace-event.triggers.1.sourceArn',            'my-bus',        'marketplace-event.props.triggers.1.sourceArn must be empty, or a rule: acs:eventbridge:<region>:<account>:eventbus/<bus>/rule/<rule>; it is "my-bus".'],
    ['marketplace-event.triggers.1.triggerConfig.eventRuleFilterPattern', '{"type":', 'marketplace-event.props.triggers.1.triggerConfig.eventRuleFilterPattern matches nothing: The event pattern {"type": is no JSON; it is "{\\"type\\":".'],
    ['marketplace-event.triggers.1.triggerConfig.runOptions.retryStrategy.PushRetryStrategy', 'NEVER', 'marketplace-event.props.triggers.1.triggerConfig.runOptions.retryStrategy.PushRetryStrategy must be "BACKOFF_RETRY" or "EXPONENTIAL_DECAY_RETRY"; it is "NEVER".'],
  ]],
  ['what becomes of asynchronous invocations', [
    ['deliver-mail.asyncInvokeConfig',                    undefined,       `deliver-mail.props.asyncInvokeConfig is missing: the function is invoked asynchronously, and what fails must be told to ${QUEUE}.`],
    ['deliver-mail.asyncInvokeConfig.destinationConfig',  undefined,       `deliver-mail.props.asyncInvokeConfig.destinationConfig ${missing} be of type object.`],
    [FAILURE,                                             'the-queue',     `${FAILURE.replace('.', '.props.')} must be a queue, acs:mns:<region>::/queues/<queue>/messages, or a function, acs:fc:<region>::functions/<name>; it is "the-queue".`],
    [FAILURE,                                             QUEUE.replace('check', 'prod'), `${FAILURE.replace('.', '.props.')} must be the stage's queue, ${QUEUE}.`],
    ['deliver-mail.asyncInvokeConfig.qualifier',          'LATEST',        `deliver-mail.props.asyncInvokeConfig.qualifier ${alias}; it is "LATEST".`],
    ['marketplace-event.scalingConfig',                   undefined,       'marketplace-event.props.scalingConfig is missing: say how many instances the SPI door keeps warm.'],
    ['marketplace-event.scalingConfig.qualifier',         'LATEST',        `marketplace-event.props.scalingConfig.qualifier ${alias}; it is "LATEST".`],
  ]],
  ['a variable', [
    ['log-in.environmentVariables.SESSION_KEY',           undefined,       `log-in.props.environmentVariables.SESSION_KEY is missing: log-in reads it. Write ${of('SESSION_KEY')}.`],
    ['log-in.environmentVariables.SESSION_KEY_PREVIOUS',  undefined,       `log-in.props.environmentVariables.SESSION_KEY_PREVIOUS is missing: log-in reads it. Write ${of('SESSION_KEY_PREVIOUS')}.`],
    ['log-in.environmentVariables.MAIL_SENDER',           'billing@mail.example.com', 'log-in.props.environmentVariables.MAIL_SENDER is not read by log-in: remove it.'],
    ['log-in.environmentVariables.ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'x',   'log-in.props.environmentVariables.ALIBABA_CLOUD_ACCESS_KEY_SECRET is not read by log-in: remove it.'],
    ['log-in.environmentVariables.SESSION_KEY',           'a secret that stands in s.yaml', `log-in.props.environmentVariables.SESSION_KEY has another value than the stage gives it: write ${of('SESSION_KEY')}.`],
    ['log-in.environmentVariables.TABLESTORE_ENDPOINT',   'https://mail.example.com', `log-in.props.environmentVariables.TABLESTORE_ENDPOINT has another value than the stage gives it: write ${of('TABLESTORE_ENDPOINT')}.`],
    ['log-in.environmentVariables.PUBLIC_URL',            8080,            'log-in.props.environmentVariables.PUBLIC_URL must be text; it is 8080.'],
  ]],
  ['the domain', [
    ['domain.region',                                     'cn-beijing',    'domain.props.region must be that of the others, cn-hangzhou.'],
    ['domain.domainName',                                 'auto',          'domain.props.domainName must be a domain name of your own, in lower-case letters, such as billing.example.com; it is "auto".'],
    ['domain.domainName',                                 'https://billing.example.com', 'domain.props.domainName must be a domain name of your own, in lower-case letters, such as billing.example.com; it is "https://billing.example.com".'],
    ['domain.protocol',                                   'HTTP',          'domain.props.protocol must be "HTTPS": passwords and sessions travel here; it is "HTTP".'],
    ['domain.certConfig.certId',                          'none',          'domain.props.certConfig.certId must be the number of a certificate at the Certificate Management Service; it is "none".'],
    ['domain.tlsConfig.minVersion',                       'TLSv1.0',       'domain.props.tlsConfig.minVersion must be "TLSv1.2" or "TLSv1.3"; it is "TLSv1.0".'],
    ['domain.tlsConfig.cipherSuites.0',                   'TLS_RSA_WITH_RC4_128_SHA', 'domain.props.tlsConfig.cipherSuites.0 must be a suite of TLS 1.2 with ECDHE and an AEAD; it is "TLS_RSA_WITH_RC4_128_SHA".'],
  ]],
  ['the routes', [
    ['domain.routeConfig.routes.0.path',                  'api',           'domain.props.routeConfig.routes.0.path must be an exact path, or end in /*; it is "api".'],
    ['domain.routeConfig.routes.0.path',                  '/api/*/all',    'domain.props.routeConfig.routes.0.path must be an exact path, or end in /*; it is "/api/*/all".'],
    ['domain.routeConfig.routes.0.qualifier',             'LATEST',        `domain.props.routeConfig.routes.0.qualifier ${alias}; it is "LATEST".`],
    ['domain.routeConfig.routes.4',                       undefined,       'domain.props.routeConfig.routes lead /api/account to console, and billing-center answers it: add or mend its route.'],
    ['domain.routeConfig.routes.6',                       undefined,       'domain.props.routeConfig.routes lead /api/workspaces/one/one to console, and billing-center answers it: add or mend its route. domain.props.routeConfig.routes lead /api/workspaces/one/one/settlements to console, and billing-center answers it: add or mend its route. domain.props.routeConfig.routes lead /api/workspaces/one/one/usage to console, and billing-center answers it: add or mend its route.'],
    ['domain.routeConfig.routes.2.path',                  '/api/settlements', 'domain.props.routeConfig.routes lead /api/settlements/one/one to console, and change-settlement answers it: add or mend its route. domain.props.routeConfig.routes need no /api/settlements: every path of the contract is reached without it. Remove it.'],
    ['domain.routeConfig.routes.3',                       leads('/api/sessions', 'console'), 'domain.props.routeConfig.routes lead /api/sessions to console, and log-in answers it: add or mend its route. domain.props.routeConfig.routes need no /api/sessions: every path of the contract is reached without it. Remove it.'],
    ['domain.routeConfig.routes.3',                       leads('/api/sessions', 'log-out'), 'domain.props.routeConfig.routes.3 leads /api/sessions to account-settlement-check-log-out, which is not deployed here. domain.props.routeConfig.routes lead /api/sessions to console, and log-in answers it: add or mend its route.'],
    ['domain.routeConfig.routes.18',                      leads('/api/openapi.json', 'console'), 'domain.props.routeConfig.routes need no /api/openapi.json: every path of the contract is reached without it. Remove it.'],
    ['domain.routeConfig.routes.18',                      leads('/admin/*', 'log-in'), 'domain.props.routeConfig.routes need no /admin/*: every path of the contract is reached without it. Remove it.'],
    ['domain.routeConfig.routes.18',                      again,           'domain.props.routeConfig.routes.18 leads /* a second time.'],
  ]],
])('%s:', (_, rows) => {
  test.each(rows)('%s = %j', (path, value, sentence) => {
    expect(said(planted(path, value)).join(' ')).toBe(sentence);
  });
});

describe('resources:', () => {
  const resource = (name: string) => (real as { resources: Tree }).resources[name];

  test('a function that is not deployed, and the routes to it', () => {
    expect(said(planted('log-in', undefined))).toEqual([
      'log-in is missing: functions/log-in is not deployed.',
      'domain.props.routeConfig.routes.3 leads /api/sessions to account-settlement-check-log-in, which is not deployed here.',
      'domain.props.routeConfig.routes lead /api/sessions to console, and log-in answers it: add or mend its route.',
    ]);
  });

  test('a function without its folder', () => {
    expect(said(planted('log-on', { component: 'fc3', props: { ...(there('log-in') as Tree) } }))).toContain(
      'log-on is no function: name it for its folder; there is no functions/log-on.',
    );
  });

  test('no domain, and a second one', () => {
    expect(said(planted('domain', undefined))).toEqual(['resources have no domain: add one of component fc3-domain.']);
    expect(said(planted('another', resource('domain')))).toEqual([
      'another is a second domain: put its routes into the first.',
    ]);
  });

  test('a stage that cannot be a part of a name', () => {
    expect(said({ ...(real as Tree), vars: { stage: 'Dev', region: 'cn-hangzhou' } })).toContain(
      'vars.stage must be 1 to 16 lower-case letters, digits or dashes: set STAGE.',
    );
  });

  test('an EventBridge trigger that others follow', () => {
    const triggers = (there('marketplace-event.triggers') as unknown[]).toReversed();
    expect(said(planted('marketplace-event.triggers', triggers))).toEqual([
      'marketplace-event.props.triggers.0 must be the last: the component passes over what follows one that did not change.',
    ]);
  });

  test('settings for asynchronous invocations that nothing makes', () => {
    expect(said(planted('log-in.asyncInvokeConfig', there('deliver-mail.asyncInvokeConfig')))).toEqual([
      'log-in.props.asyncInvokeConfig has no use: nothing invokes the function asynchronously. Remove it.',
    ]);
  });

  test('another component, and a step that would run beside it', () => {
    expect(said(planted('log-in', { ...(resource('log-in') as Tree), component: 'fc' })).slice(0, 1)).toEqual([
      'log-in.component must be fc3 or fc3-domain; it is "fc".',
    ]);
    expect(said(planted('log-in', { ...(resource('log-in') as Tree), actions: {} })).slice(0, 1)).toEqual([
      'log-in.actions is no key here, and the component would pass over it: remove it',
    ]);
  });
});

describe('the roles:', () => {
  const place = {
    stage: 'check',
    region: 'cn-hangzhou',
    accountId: '1000000000000000',
    tablestoreInstance: 'check',
    logProject: placeholders.LOG_PROJECT ?? '',
    logStore: 'account-settlement',
  };
  const roles = rolesOf(place);
  const resourcesOf = (role: string, action: string) =>
    roles[role]?.policy.Statement.flatMap((one) => (one.Action.includes(action) ? one.Resource : [])) ?? [];

  test('those that are generated are those that functions have, for every folder one', () => {
    const { functions } = readShape(real);
    expect([...functions.values()].map(({ role }) => role).sort()).toEqual(Object.keys(roles).sort());
    expect([...functions.keys()].sort()).toEqual(readdirSync(join(checkout, 'functions')).sort());
  });

  test('each may write the logs, and tell of what failed, where its function does, and nowhere else', () => {
    for (const { role, logConfig, asyncInvokeConfig } of readShape(real).functions.values()) {
      const { project, logstore } = logConfig;
      const logs = `acs:log:cn-hangzhou:${place.accountId}:project/${project}/logstore/${logstore}`;
      const destination = asyncInvokeConfig?.destinationConfig.onFailure.destination;
      const queue = destination?.replace('::', `:${place.accountId}:`);
      expect([role, resourcesOf(role, 'log:PostLogStoreLogs')]).toEqual([role, [logs]]);
      expect([role, resourcesOf(role, 'mns:SendMessage')]).toEqual([role, queue === undefined ? [] : [queue]]);
    }
  });
});

describe('the bundles:', () => {
  const lookedAt = async (path: string, value: string) => {
    const shape = readShape(planted(path, value));
    const own = [...shape.functions].filter(([name]) => name === 'log-in');
    const seen = await lookAt({ ...shape, functions: new Map(own) }, checkout);
    return linesOf(judge(shape, new Map([...looked, ...seen]), placeholders, checkout)).join(' ');
  };

  test('one that was not built', async () => {
    expect(await lookedAt('log-in.code', 'dist/log-out')).toContain(
      'resources.log-in.props.code is not built: run npm run build.',
    );
  });

  test('one that does not export its handler', async () => {
    expect(await lookedAt('log-in.handler', 'index.handle')).toContain(
      'resources.log-in.props.code exports no function named handle.',
    );
  });
});

describe('the values:', () => {
  // biome-ignore format: one value a line
  test.each([
    ['PUBLIC_URL',          'billing.example.com',  'PUBLIC_URL must be an address with its scheme, such as https://example.com.'],
    ['SESSION_KEY',         'short',                'SESSION_KEY must have at least 16 characters.'],
    ['MAIL_SENDER',         'billing',              'MAIL_SENDER must be an e-mail address.'],
    ['TABLESTORE_ENDPOINT', '',                     'TABLESTORE_ENDPOINT is not set.'],
  ])('%s = %j', async (name, value, sentence) => {
    expect(said(real, { ...placeholders, [name]: value })).toContain(sentence);
  });

  test('more of them than a function may have', () => {
    const values = { ...placeholders, MAIL_SENDER: `${'m'.repeat(4096)}@mail.example.com` };
    expect(said(planted('deliver-mail.environmentVariables.MAIL_SENDER', values.MAIL_SENDER), values)).toContainEqual(
      expect.stringMatching(
        /^deliver-mail\.props\.environmentVariables take 4\d{3} bytes of 4096: set shorter values\.$/,
      ),
    );
  });

  test('all faults at once', () => {
    const previewed = planted('log-in.memorysize', 512) as { resources: Record<string, { props: Tree }> };
    const { console, domain } = previewed.resources;
    Object.assign(console?.props ?? {}, { role: 'root' });
    Object.assign(domain?.props ?? {}, { protocol: 'HTTP' });
    expect(said(previewed)).toEqual([
      'log-in.props.memorysize is no key here, and the component would pass over it: did you mean memorySize?',
      'domain.props.protocol must be "HTTPS": passwords and sessions travel here; it is "HTTP".',
      'console.props.role must be account-settlement-check-console: each function has a role of its own, of its name.',
    ]);
  });

  test('something is made up for each that must be set, and for no other', () => {
    const text = readFileSync(join(checkout, 's.yaml'), 'utf8');
    const required = valuesOf(text).flatMap(({ name, optional }) => (optional ? [] : [name]));
    expect(Object.keys(placeholders).sort()).toEqual(required.sort());
  });
});
