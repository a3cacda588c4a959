/**
 * How the embedded cloud services refuse a call, on the wire as Alibaba Cloud's OpenAPI does it: HTTP 4xx or 5xx with
 * `{Code, Message, RequestId}`. Clients branch on `Code`, never on the status or the text (Alibaba Cloud, "Common error
 * codes").
 */
import type { ServerResponse } from 'node:http';

export interface OpenApiFault {
  status: number;
  code: string;
  message: string;
  /** Of a call that the caller's policy does not allow. */
  accessDeniedDetail?: Readonly<Record<string, string>>;
}

export const sendFault = (response: ServerResponse, requestId: string, fault: OpenApiFault): void => {
  response.writeHead(fault.status, { 'content-type': 'application/json;charset=utf-8' });
  const { code: Code, message: Message, accessDeniedDetail: AccessDeniedDetail } = fault;
  response.end(JSON.stringify({ Code, Message, RequestId: requestId, AccessDeniedDetail }));
};
