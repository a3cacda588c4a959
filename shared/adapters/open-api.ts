/**
 * One call of an Alibaba Cloud OpenAPI, through the vendor's generic client: it signs (ACS3-HMAC-SHA256) and carries the
 * STS token of the invocation. The answer is handed over as text, because identifiers in it are JSON numbers beyond what
 * a double holds.
 */
import { Unavailable } from '../ports';
import type { Service } from '../triggers/meter';
import { system } from './node';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

export interface OpenApiCall {
  readonly action: string;
  readonly version: string;
  /** Under which name the meter of this instance counts the call, and how long it took. */
  readonly service: Service;
  /** How long to wait for the answer, in milliseconds: little where a person, or the marketplace, waits for ours. */
  readonly patienceMs: number;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as a form: never in the address. */
  readonly form?: Readonly<Record<string, string>>;
  /** A resource's path (ROA) instead of the action in the query (RPC); the body is JSON text. */
  readonly resource?: {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** A refusal of the service, by its documented code. */
export class OpenApiRefusal extends Error {
  override readonly name = 'OpenApiRefusal';
  constructor(
    action: string,
    readonly code: string,
    readonly status: number,
  ) {
    super(`${action} was refused: ${code}.`);
  }
}

/** The service said nothing, or to come back later. */
export class OpenApiSilence extends Unavailable {
  /** `code`: the service's, or that of the connection's failure; `status`: where there was an answer. */
  constructor(
    action: string,
    cause: Error,
    readonly code: string | undefined,
    readonly status: number | undefined,
  ) {
    super(`${action} was not answered.`, { cause });
  }
}

/** Throws `OpenApiRefusal` where the service says no, `OpenApiSilence` where it says nothing, or to come back later. */
export const callOpenApi = async (endpoint: string, credentials: Credentials, call: OpenApiCall): Promise<string> => {
  const { protocol, host } = new URL(endpoint);
  const { Config, OpenApiClient, OpenApiRequest, Params } = await import('./open-api-client');
  const client = new OpenApiClient(new Config({ ...credentials, endpoint: host }));
  const { resource } = call;
  const params = new Params({
    action: call.action,
    version: call.version,
    protocol: protocol.slice(0, -1),
    method: 'POST',
    authType: 'AK',
    bodyType: 'string',
    ...(resource
      ? { style: 'ROA', pathname: resource.path, reqBodyType: 'byte' }
      : { style: 'RPC', pathname: '/', reqBodyType: 'formData' }),
  });
  const request = new OpenApiRequest({
    query: call.query ?? {},
    headers: resource?.headers ?? {},
    body: resource ? Buffer.from(resource.body) : call.form,
  });
  const startMs = performance.now();
  try {
    // What the client calls `connectTimeout` bounds every silence of the connection, that before the answer too: were it
    // the shorter one, a mail that was taken in the meantime would be sent again.
    const timeouts = { connectTimeout: call.patienceMs, readTimeout: call.patienceMs, autoretry: false };
    const { body } = await client.callApi(params, request, timeouts as Parameters<typeof client.callApi>[2]);
    return String(body ?? '');
  } catch (fault) {
    const { code, statusCode } = fault as { code?: unknown; statusCode?: unknown };
    // The client says "undefined" of an answer that names no code: a gateway's, not the service's.
    const named = typeof code === 'string' && code !== 'undefined' ? code : undefined;
    if (named !== undefined && typeof statusCode === 'number' && !isPassing(named, statusCode)) {
      throw new OpenApiRefusal(call.action, named, statusCode);
    }
    const what = [(fault as Error).name, named, statusCode].filter((part) => part !== undefined).join(' ');
    // Only what kind of fault it was: the client's own message repeats the address, hence to whom a mail goes, and the
    // service's may repeat what was signed, hence the STS token.
    const status = typeof statusCode === 'number' ? statusCode : undefined;
    throw new OpenApiSilence(call.action, new Error(what), named, status);
  } finally {
    const ms = Math.round(performance.now() - startMs);
    system.meter.add({ [`${call.service}Calls`]: 1, [`${call.service}Ms`]: ms });
  }
};

/** Business errors come as 5xx too, so the code decides, and only then the status. */
const isPassing = (code: string, status: number): boolean =>
  /Throttl|Flow\.?Control|ServiceUnavailable|Internal(Server)?Error|Timeout/i.test(code) ||
  status === 429 ||
  status === 503;
