/**
 * The one operation of Function Compute's OpenAPI (2023-03-30) that functions use: InvokeFunction, signed like every call.
 *
 * `POST /2023-03-30/functions/{functionName}/invocations`, the event as the body; the header `x-fc-invocation-type` says
 * `Sync` (the default) or `Async`. Asynchronous: 202 as soon as it is accepted. Synchronous: 200 with the payload, or,
 * where the function failed, 200 all the same with the header `x-fc-error-type` and the fault as the body. Source:
 * Function Compute 3.0 API, "InvokeFunction"; the codes are those of "Error codes".
 */
import type { ServerResponse } from 'node:http';
import type { HttpHandler } from '../http-server';
import { authorize } from '../openapi/authorize';
import { type OpenApiFault, sendFault } from '../openapi/fault';
import { type CheckSignature, readSignedRequest } from '../openapi/signature';
import type { AsynchronousInvocations } from './asynchronous';
import { type DeployedFunction, type FunctionHost, functionArn } from './host';
import { acceptInvocation, LARGEST_PAYLOAD_BYTES, payloadTooLarge, readInvocation } from './invocation';

const PATH = /^\/2023-03-30\/functions\/([^/]+)\/invocations$/;

export const createOpenApi = (
  host: FunctionHost,
  invocations: AsynchronousInvocations,
  checkSignature: CheckSignature,
): HttpHandler => {
  // All functions lie in one region.
  const { region = '' } = [...host.functions.values()][0]?.settings ?? {};
  const deployed = new Map([...host.functions.values()].map((called) => [called.settings.functionName, called]));

  return async (incoming, response) => {
    const requestId = host.newRequestId();
    response.setHeader('x-fc-request-id', requestId);
    const request = await readSignedRequest(incoming);
    const checked = checkSignature(request);
    if ('fault' in checked) return sendFault(response, requestId, checked.fault);

    const [, functionName] = PATH.exec(request.path) ?? [];
    if (functionName === undefined || request.method !== 'POST')
      return sendFault(response, requestId, faults.unknownPath);
    // Before it is looked up: who may not call it is not told whether it is there.
    const denied = authorize(
      checked.caller,
      'fc:InvokeFunction',
      `functions/${functionName}`,
      faults.notAllowed(functionArn({ region, functionName })),
    );
    if (denied) return sendFault(response, requestId, denied);
    const called = deployed.get(functionName);
    if (!called) return sendFault(response, requestId, faults.unknownFunction(functionName));

    const wanted = readInvocation(request.headers);
    if ('code' in wanted) return sendFault(response, requestId, wanted);
    if (request.body.length > LARGEST_PAYLOAD_BYTES[wanted.type])
      return sendFault(response, requestId, payloadTooLarge(wanted.type));
    if (wanted.type === 'Sync') return invokeAndAnswer(called, request.body, requestId, response);
    const refused = acceptInvocation(invocations, called, request.body, requestId, wanted);
    if (refused) return sendFault(response, requestId, refused);
    response.writeHead(202).end();
  };
};

const invokeAndAnswer = async (
  called: DeployedFunction,
  event: Buffer,
  requestId: string,
  response: ServerResponse,
) => {
  const outcome = await called.invoke(event, requestId);
  if (outcome.kind === 'result') {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(outcome.payload);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'x-fc-error-type': outcome.errorType });
  response.end(JSON.stringify(outcome.fault));
};

const faults = {
  unknownPath: { status: 404, code: 'InvalidAction.NotFound', message: 'Only InvokeFunction is served here.' },
  unknownFunction: (functionName: string) => ({
    status: 404,
    code: 'FunctionNotFound',
    message: `The function "${functionName}" does not exist.`,
  }),
  notAllowed: (arn: string) => ({
    status: 403,
    code: 'AccessDenied',
    message: `the caller is not authorized to perform 'fc:InvokeFunction' on resource '${arn}'`,
  }),
} as const satisfies Record<string, OpenApiFault | ((name: string) => OpenApiFault)>;
