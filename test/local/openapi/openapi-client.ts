/** The vendor's own generic client, as the product uses it, pointed at a service on this machine. */
import OpenApiClient, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { localCredentials } from '../../../local/credentials';
import type { Credentials } from '../../../local/ram/identity';

export interface Call {
  action: string;
  version: string;
  query?: Record<string, string>;
  /** Sent as a form. */
  form?: Record<string, string>;
  /** ROA: the path of the resource, and the body as bytes. */
  path?: string;
  bytes?: Buffer;
}

/** The answer's body as text; a refusal is thrown with its `code`, as the client does. */
export const callOpenApi = async (
  endpoint: string,
  { action, version, query = {}, form, path, bytes }: Call,
  credentials: Credentials = localCredentials,
): Promise<string> => {
  const client = new OpenApiClient(new Config({ ...credentials, endpoint: endpoint.replace('http://', '') }));
  const params = new Params({
    action,
    version,
    protocol: 'http',
    pathname: path ?? '/',
    method: 'POST',
    authType: 'AK',
    style: path === undefined ? 'RPC' : 'ROA',
    reqBodyType: bytes === undefined ? 'formData' : 'byte',
    bodyType: 'string',
  });
  const request = new OpenApiRequest({ query, body: bytes ?? form });
  const runtime = { readTimeout: 60_000 } as Parameters<typeof client.callApi>[2];
  const response = await client.callApi(params, request, runtime);
  return response.body;
};
