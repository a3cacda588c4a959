/**
 * The keys of `s.yaml` that are run here, as `s preview` gives them, each with the limits of the documents.
 *
 * The fc3 component lets unknown keys pass and resets remotely what is missing, so that a misspelt key would silently
 * turn a setting off. Our decision: every key must be a known one, and what is not run here is refused by name.
 */
import * as z from 'zod';

const seconds = (least: number, most: number) => z.int().min(least).max(most);
/** File and exported name: `index.handler`. */
const handler = z.string().regex(/^[\w-]+\.\w+$/);

const httpTrigger = z.strictObject({
  triggerName: z.string(),
  triggerType: z.literal('http'),
  triggerConfig: z.strictObject({
    authType: z.literal('anonymous'),
    disableURLInternet: z.boolean(),
    methods: z.array(z.string()),
  }),
});

const timerTrigger = z.strictObject({
  triggerName: z.string(),
  triggerType: z.literal('timer'),
  triggerConfig: z.strictObject({
    cronExpression: z.string(),
    enable: z.boolean(),
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
  triggerName: z.string(),
  triggerType: z.literal('eventbridge'),
  /** The rule of a bus of one's own; empty, it is made on the bus of Alibaba Cloud's services. */
  sourceArn: z.string().optional(),
  triggerConfig: z.strictObject({
    triggerEnable: z.boolean(),
    asyncInvocationType: z.boolean(),
    eventRuleFilterPattern: z.string(),
    eventSourceConfig: eventSource,
    eventSinkConfig: z.strictObject({
      deliveryOption: z.strictObject({
        mode: z.enum(['event-driven', 'event-streaming']),
        eventSchema: z.literal('CloudEvents'),
      }),
    }),
    runOptions: z.strictObject({
      mode: z.enum(['event-driven', 'event-streaming']),
      errorsTolerance: z.literal('ALL').optional(),
      retryStrategy: z
        .strictObject({ PushRetryStrategy: z.enum(['BACKOFF_RETRY', 'EXPONENTIAL_DECAY_RETRY']) })
        .default({ PushRetryStrategy: 'BACKOFF_RETRY' }),
      batchWindow: z
        .strictObject({ CountBasedWindow: z.int().min(1).max(10_000), TimeBasedWindow: seconds(0, 15) })
        .optional(),
      deadLetterQueue: z.strictObject({ Arn: z.string() }).optional(),
    }),
  }),
});

const hook = z.strictObject({ handler, timeout: z.int().min(1).default(3) }).optional();

const functionResource = z.strictObject({
  component: z.literal('fc3'),
  extend: z.unknown().optional(),
  props: z.strictObject({
    region: z.string(),
    functionName: z.string(),
    description: z.string(),
    runtime: z.literal('nodejs20'),
    handler,
    code: z.string(),
    role: z.string(),
    // Defaults of the component, limits of the documents.
    memorySize: z.int().min(128).max(32_768).multipleOf(64).default(512),
    cpu: z.number(),
    diskSize: z.literal([512, 10_240]),
    timeout: seconds(1, 86_400).default(3),
    internetAccess: z.boolean(),
    logConfig: z.literal('auto'),
    environmentVariables: z.record(z.string(), z.string()),
    instanceLifecycleConfig: z.strictObject({ initializer: hook, preStop: hook }).default({}),
    asyncInvokeConfig: z
      .strictObject({
        maxAsyncRetryAttempts: z.int().min(0).max(8).default(3),
        maxAsyncEventAgeInSeconds: seconds(1, 604_800).default(18_000),
        asyncTask: z.boolean().default(false),
        destinationConfig: z.strictObject({ onFailure: z.strictObject({ destination: z.string() }) }).optional(),
      })
      .prefault({}),
    triggers: z.array(z.discriminatedUnion('triggerType', [httpTrigger, timerTrigger, eventBridgeTrigger])).default([]),
  }),
});

const domainResource = z.strictObject({
  component: z.literal('fc3-domain'),
  props: z.strictObject({
    region: z.string(),
    domainName: z.string(),
    protocol: z.string(),
    certConfig: z.unknown(),
    tlsConfig: z.unknown(),
    routeConfig: z.strictObject({
      routes: z.array(
        z.strictObject({ path: z.string().regex(/^\/[^*]*$|^\/([^*]*\/)?\*$/), functionName: z.string() }),
      ),
    }),
  }),
});

export const previewOfSYaml = z.object({
  resources: z.record(z.string(), z.discriminatedUnion('component', [functionResource, domainResource])),
});

export type FunctionProps = z.output<typeof functionResource>['props'];
