/**
 * The keys of `s.yaml`, as `s preview` gives them, each with the limits of the documents: the one schema of it, for the
 * local host, which runs what it says, and for `npm run check:deploy`.
 *
 * The component fc3 lets unknown keys pass and resets remotely what is missing, so that a misspelt key would silently turn a
 * setting off. Our decision: every key must be a known one, whatever the component has a default for is written out, and
 * what a managed runtime ignores, or is not run here, has no place. Sources: devsapp/fc3 and devsapp/fc3-domain, "Yaml" and
 * their schemas; Function Compute documents, "Limits", "Time triggers", "Configure custom domain names".
 */
import * as z from 'zod';
import { LIVE } from '../../shared/validation/alias';
import { parseEventPattern } from './event-pattern';
import { parseSchedule } from './schedule';

const whole = (least: number, most: number, sentence: string) =>
  z.int(sentence).min(least, sentence).max(most, sentence);
const text = (pattern: RegExp, sentence: string) => z.string(sentence).regex(pattern, sentence);
const oneOf = <const Values extends readonly (string | number | boolean)[]>(values: Values, why = '') =>
  z.literal(values, `must be ${values.map((value) => JSON.stringify(value)).join(' or ')}${why}`);

const region = text(/^[a-z]{2}-[a-z]+(-[a-z0-9]+)*$/, 'must be a region such as cn-hangzhou');
const handler = text(/^[\w-]+\.\w+$/, 'must be a file and the name that it exports, such as index.handler');
const qualifier = oneOf([LIVE], ': what is called goes through the alias, else a rollback would not reach it');
const functionName = text(
  /^[A-Za-z_][\w-]{0,63}$/,
  'must have 1 to 64 letters, digits, dashes or underscores, and not begin with a digit or dash',
);

const schedule = z.string('must be a schedule').superRefine((expression, context) => {
  try {
    parseSchedule(expression, 0).nextMs(0);
  } catch (fault) {
    context.addIssue({ code: 'custom', message: `does not fire: ${(fault as Error).message.replace(/\.$/, '')}` });
  }
});

const pattern = z.string('must be an event pattern').superRefine((text, context) => {
  try {
    parseEventPattern(text);
  } catch (fault) {
    context.addIssue({ code: 'custom', message: `matches nothing: ${(fault as Error).message.replace(/\.$/, '')}` });
  }
});

// --- triggers --------------------------------------------------------------------------------------------------------

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const triggerName = text(/^[A-Za-z_][\w-]{0,127}$/, 'must be letters, digits, dashes or underscores');

const httpTrigger = z.strictObject({
  triggerName,
  triggerType: z.literal('http'),
  qualifier,
  triggerConfig: z.strictObject({
    authType: oneOf(['anonymous'], ': who calls, each function finds out itself'),
    disableURLInternet: oneOf([true], ': else anyone reaches the function past the domain'),
    methods: z.array(oneOf(METHODS)).min(1, 'must name a method'),
  }),
});

const timerTrigger = z.strictObject({
  triggerName,
  triggerType: z.literal('timer'),
  qualifier,
  triggerConfig: z.strictObject({
    cronExpression: schedule,
    enable: oneOf([true], ': timers guarantee what happens behind the doors'),
    payload: z.string().optional(),
  }),
});

const eventSource = z.discriminatedUnion('eventSourceType', [
  z.strictObject({ eventSourceType: z.literal('Default'), eventSourceParameters: z.strictObject({}) }),
  z.strictObject({
    eventSourceType: z.literal('MNS'),
    eventSourceParameters: z.strictObject({
      sourceMNSParameters: z.strictObject({ QueueName: z.string(), IsBase64Decode: z.boolean().optional() }),
    }),
  }),
]);

/** Members as the component writes them (devsapp/fc3, "triggers"); those inside of `runOptions` begin with a capital. */
const eventBridgeTrigger = z.strictObject({
  triggerName,
  triggerType: z.literal('eventbridge'),
  qualifier,
  /** The rule of a bus of one's own; empty, it is made on the bus of Alibaba Cloud's services. */
  sourceArn: text(
    /^(acs:eventbridge:[a-z0-9-]+:\d+:eventbus\/[\w-]+\/rule\/[\w-]+)?$/,
    'must be empty, or a rule: acs:eventbridge:<region>:<account>:eventbus/<bus>/rule/<rule>',
  ).optional(),
  triggerConfig: z.strictObject({
    triggerEnable: z.boolean(),
    asyncInvocationType: z.boolean(),
    eventRuleFilterPattern: pattern,
    eventSourceConfig: eventSource,
    eventSinkConfig: z.strictObject({
      deliveryOption: z.strictObject({
        mode: oneOf(['event-driven', 'event-streaming']),
        eventSchema: oneOf(['CloudEvents']),
      }),
    }),
    runOptions: z.strictObject({
      mode: oneOf(['event-driven', 'event-streaming']),
      errorsTolerance: oneOf(['ALL']).optional(),
      retryStrategy: z
        .strictObject({ PushRetryStrategy: oneOf(['BACKOFF_RETRY', 'EXPONENTIAL_DECAY_RETRY']) })
        .default({ PushRetryStrategy: 'BACKOFF_RETRY' }),
      batchWindow: z
        .strictObject({
          CountBasedWindow: whole(1, 10_000, 'must be 1 to 10000 events'),
          TimeBasedWindow: whole(0, 15, 'must be 0 to 15 seconds'),
        })
        .optional(),
      deadLetterQueue: z.strictObject({ Arn: z.string() }).optional(),
    }),
  }),
});

// --- functions -------------------------------------------------------------------------------------------------------

const hook = z.strictObject({ handler, timeout: whole(1, 600, 'must be 1 to 600 seconds').default(3) }).optional();

const asyncInvokeConfig = z.strictObject({
  qualifier,
  maxAsyncRetryAttempts: whole(0, 8, 'must be 0 to 8 retries'),
  maxAsyncEventAgeInSeconds: whole(1, 604_800, 'must be 1 to 604800 seconds'),
  asyncTask: z.boolean().optional(),
  destinationConfig: z.strictObject({
    onFailure: z.strictObject({
      destination: text(
        /^acs:(fc:[a-z0-9-]*:\d*:functions\/[\w-]+|mns:[a-z0-9-]+:\d*:\/queues\/[\w-]+\/messages)$/,
        'must be a queue, acs:mns:<region>::/queues/<queue>/messages, or a function, acs:fc:<region>::functions/<name>',
      ),
    }),
  }),
});

/** Names and values together ("Limits"). */
const LARGEST_ENVIRONMENT_BYTES = 4096;

const environmentVariables = z
  .record(z.string(), z.string('must be text'), 'must be variables and their texts')
  .superRefine((variables, context) => {
    const bytes = Buffer.byteLength(Object.entries(variables).flat().join(''));
    if (bytes > LARGEST_ENVIRONMENT_BYTES) {
      context.addIssue({
        code: 'custom',
        message: `take ${bytes} bytes of ${LARGEST_ENVIRONMENT_BYTES}: set shorter values`,
      });
    }
  });

const logName = (what: string) => text(/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/, `must be the name of a ${what}`);

export const functionResource = z.strictObject({
  component: z.literal('fc3'),
  extend: z.strictObject({ name: z.string() }).optional(),
  props: z.strictObject({
    region,
    functionName,
    description: z.string().max(256, 'must have 256 characters at most'),
    runtime: oneOf(['nodejs20'], ': the newest managed Node'),
    handler,
    code: z.string('must be the folder of the built bundle'),
    role: text(
      /^[a-z0-9-]{1,64}$/,
      'must be the name of a role in lower-case letters, digits and dashes, for the component lower-cases it',
    ),
    memorySize: whole(128, 32_768, 'must be 128 to 32768 MB, in steps of 64').multipleOf(
      64,
      'must be 128 to 32768 MB, in steps of 64',
    ),
    cpu: z
      .number('must be a number of processors, in steps of 0.05')
      .refine((cpu) => cpu > 0 && Math.abs(cpu * 20 - Math.round(cpu * 20)) < 1e-9, 'must go in steps of 0.05'),
    diskSize: oneOf([512, 10_240], ' MB'),
    timeout: whole(1, 86_400, 'must be 1 to 86400 seconds'),
    internetAccess: z.boolean('must be true or false'),
    logConfig: z.strictObject(
      {
        project: logName('Log Service project'),
        logstore: logName('log store'),
        // Each line is an entry of its own: ours are JSON, and begin with no date.
        logBeginRule: oneOf(['None'], ': a line is an entry'),
        enableRequestMetrics: z.boolean(),
        enableInstanceMetrics: z.boolean(),
      },
      'must name the project and the log store: with auto the alarms would not know where to look',
    ),
    environmentVariables,
    instanceLifecycleConfig: z.strictObject({ initializer: hook, preStop: hook }).default({}),
    asyncInvokeConfig: asyncInvokeConfig.optional(),
    scalingConfig: z.strictObject({ qualifier, minInstances: whole(0, 100, 'must be 0 to 100 instances') }).optional(),
    triggers: z.array(
      z.discriminatedUnion(
        'triggerType',
        [httpTrigger, timerTrigger, eventBridgeTrigger],
        'must be http, timer or eventbridge',
      ),
    ),
  }),
});

// --- the domain ------------------------------------------------------------------------------------------------------

const tlsVersion = oneOf(['TLSv1.2', 'TLSv1.3']);

export const domainResource = z.strictObject({
  component: z.literal('fc3-domain'),
  props: z.strictObject({
    region,
    domainName: text(
      /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/,
      'must be a domain name of your own, in lower-case letters, such as billing.example.com',
    ),
    protocol: oneOf(['HTTPS'], ': passwords and sessions travel here'),
    certConfig: z.strictObject({
      certId: text(/^\d+$/, 'must be the number of a certificate at the Certificate Management Service'),
    }),
    tlsConfig: z.strictObject({
      minVersion: tlsVersion,
      maxVersion: tlsVersion,
      cipherSuites: z
        .array(
          text(
            /^TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_\d+_GCM_SHA\d+|CHACHA20_POLY1305)$/,
            'must be a suite of TLS 1.2 with ECDHE and an AEAD',
          ),
        )
        .min(1, 'must name a suite'),
    }),
    routeConfig: z.strictObject({
      routes: z.array(
        z.strictObject({
          path: text(/^\/[^*?#]*$|^\/([^*?#]*\/)?\*$/, 'must be an exact path, or end in /*'),
          functionName,
          qualifier,
        }),
      ),
    }),
  }),
});

export const previewOfSYaml = z.strictObject({
  edition: oneOf(['3.0.0']),
  name: z.string(),
  access: z.string(),
  vars: z.record(z.string(), z.string()),
  template: z.record(z.string(), z.unknown()),
  resources: z.record(
    z.string(),
    z.discriminatedUnion('component', [functionResource, domainResource], 'must be fc3 or fc3-domain'),
  ),
});

export type FunctionProps = z.output<typeof functionResource>['props'];
export type DomainProps = z.output<typeof domainResource>['props'];
