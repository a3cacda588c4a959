/**
 * The envelopes in which Function Compute 3.0 hands an invocation to a function: what is outside of our own payloads.
 * Source: Function Compute's pages on HTTP triggers and timer triggers. Members that we do not use are not asked for.
 */
import * as z from 'zod';

/** Absent and null alike: nothing was sent. */
const named = z
  .record(z.string(), z.string())
  .nullish()
  .transform((values) => values ?? {});

/**
 * An HTTP trigger. Header names come canonicalised (`X-Api-Key`), repeated headers and query names joined with `,`; the
 * body is plain text for JSON and text types, base64 for everything else.
 */
export const httpEvent = z.object({
  version: z.literal('v1'),
  rawPath: z.string(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  headers: named,
  queryParameters: named,
  requestContext: z.object({
    requestId: z.string(),
    http: z.object({ method: z.string(), path: z.string(), sourceIp: z.string().default('') }),
  }),
});
export type HttpEvent = z.output<typeof httpEvent>;

/** A timer trigger; `payload` is the text that the trigger was configured with. */
export const timerEvent = z.object({
  triggerTime: z.string(),
  triggerName: z.string(),
  payload: z.string().default(''),
});
export type TimerEvent = z.output<typeof timerEvent>;

/**
 * An EventBridge trigger: one CloudEvents 1.0 object from a bus, an array from a stream, even for one. Only what makes it
 * an event is asked for; an element of an array that is none must not spoil the others.
 */
const cloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
});
export type CloudEvent = z.output<typeof cloudEvent>;

/** The events of an invocation, bad ones as null; undefined where it is no invocation by EventBridge. */
export const readCloudEvents = (payload: unknown): readonly (CloudEvent | null)[] | undefined => {
  if (!Array.isArray(payload)) {
    const one = cloudEvent.safeParse(payload);
    return one.success ? [one.data] : undefined;
  }
  return payload.map(readCloudEvent);
};

/** The same as it came, element by element, for who keeps what is no event. */
export const readElements = (payload: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(payload)) return payload;
  return cloudEvent.safeParse(payload).success ? [payload] : undefined;
};

/** One element as an event; null where it is none. */
export const readCloudEvent = (element: unknown): CloudEvent | null => cloudEvent.safeParse(element).data ?? null;

/** What the handler gets beside the event. The credentials are those of the function's role, renewed between invocations. */
export interface InvocationContext {
  readonly requestId: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly accessKeySecret: string;
    readonly securityToken: string;
  };
  readonly region: string;
  readonly accountId: string;
  /** Which of the function's versions runs, and by which alias it was called. */
  readonly service?: { readonly versionId?: string; readonly qualifier?: string };
}
