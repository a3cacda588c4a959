/**
 * The envelopes in which Function Compute 3.0 hands an invocation to a function: what is outside of our own payloads.
 * Source: Function Compute's pages on HTTP triggers and timer triggers. Members that we do not use are not asked for.
 */
import * as z from 'zod';

/**
 * An HTTP trigger. Header names come canonicalised (`X-Api-Key`), repeated headers and query names joined with `,`; the
 * body is plain text for JSON and text types, base64 for everything else.
 */
export const httpEvent = z.object({
  version: z.literal('v1'),
  rawPath: z.string(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  headers: z.record(z.string(), z.string()).default({}),
  queryParameters: z.record(z.string(), z.string()).default({}),
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
}
