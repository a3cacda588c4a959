/**
 * A service of Alibaba Cloud's OpenAPI in its RPC style: the operation is named by `x-acs-action`, the API's version by
 * `x-acs-version`, and the parameters stand in the query and in a form body (Alibaba Cloud, "Request structure"). Every
 * call must be signed. The answer is the operation's JSON with a `RequestId`.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authorize } from './authorize';
import { type OpenApiFault, sendFault } from './fault';
import { type CheckSignature, readSignedRequest } from './signature';

export type RpcParameters = Readonly<Record<string, string>>;

/**
 * The answer's members. A `bigint` is written as a JSON number with all its digits: the cloud's services answer 64-bit
 * identifiers as numbers, and a client that reads them into a double is wrong beyond 2^53, here as there.
 */
export type RpcAnswer = Readonly<Record<string, unknown>>;

/** `drop`: the connection is closed without an answer, as a network may do after all was done. */
export type RpcResult = { answer: RpcAnswer } | { fault: OpenApiFault } | { drop: true };

export type RpcOperation = (parameters: RpcParameters) => Promise<RpcResult>;

export interface RpcServer {
  /** For instance `http://127.0.0.1:49152`. */
  endpoint: string;
  port: number;
  close(): Promise<void>;
}

export const startRpcServer = async (options: {
  /** 0 takes any free port. */
  port: number;
  version: string;
  checkSignature: CheckSignature;
  /** The service's name in policies, for instance `dm`. */
  service: string;
  /** How it refuses a caller whose policy does not allow the operation. */
  notAllowed: OpenApiFault;
  operations: Readonly<Record<string, RpcOperation>>;
}): Promise<RpcServer> => {
  const operations = new Map(Object.entries(options.operations));

  const call = async (incoming: IncomingMessage): Promise<RpcResult> => {
    const request = await readSignedRequest(incoming);
    const checked = options.checkSignature(request);
    if ('fault' in checked) return checked;

    const { path, query, headers, body } = request;
    if (path !== '/' || headers['x-acs-version'] !== options.version) return { fault: faults.versionUnknown };
    const name = String(headers['x-acs-action']);
    const operation = operations.get(name);
    if (!operation) return { fault: faults.actionUnknown };
    // Neither DirectMail nor the marketplace knows permissions on single resources.
    const fault = authorize(checked.caller, `${options.service}:${name}`, '*', options.notAllowed);
    if (fault) return { fault };
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    const form = isForm ? body.toString() : '';
    return operation(Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(form)]));
  };

  const server = createServer((request, response) => {
    const requestId = randomUUID().toUpperCase();
    call(request).then(
      (result) => {
        if ('drop' in result) {
          response.destroy();
          return;
        }
        if ('fault' in result) return sendFault(response, requestId, result.fault);
        response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' });
        response.end(toJson({ ...result.answer, RequestId: requestId }));
      },
      (error: unknown) => {
        // Whoever broke off waits for no answer, and nothing here has failed.
        if (!request.complete) {
          response.destroy();
          return;
        }
        console.error(`RPC call ${requestId} failed`, error);
        sendFault(response, requestId, faults.broken);
      },
    );
  });
  // As in `startHttpServer`: no connection is closed while a caller may just be using it again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });

  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const faults = {
  versionUnknown: {
    status: 404,
    code: 'InvalidVersion',
    message: 'Specified parameter Version is not valid.',
  },
  actionUnknown: {
    status: 404,
    code: 'InvalidAction.NotFound',
    message: 'Specified api is not found, please check your url and method.',
  },
  broken: {
    status: 500,
    code: 'InternalError',
    message: 'The request processing has failed due to some unknown error.',
  },
} as const satisfies Record<string, OpenApiFault>;

const toJson = (answer: RpcAnswer): string =>
  `{${Object.entries(answer)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${typeof value === 'bigint' ? value : JSON.stringify(value)}`)
    .join(',')}}`;
