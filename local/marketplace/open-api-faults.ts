/**
 * How the marketplace's OpenAPI refuses a parameter: the codes that Alibaba Cloud's services have in common.
 *
 * Our decision, as the marketplace documents no code of its own: what is unknown is answered 404 with
 * `Invalid<Parameter>.NotFound`, and a caller whose policy does not allow the call with the code of most services.
 */
import type { OpenApiFault } from '../openapi/fault';
import type { RpcResult } from '../openapi/rpc';

export const missing = (name: string): RpcResult => ({
  fault: { status: 400, code: `Missing${name}`, message: `${name} is mandatory for this action.` },
});

export const notValid = (name: string): RpcResult => ({
  fault: { status: 400, code: `Invalid${name}`, message: `Specified parameter ${name} is not valid.` },
});

export const notFound = (name: string): RpcResult => ({
  fault: { status: 404, code: `Invalid${name}.NotFound`, message: `The specified ${name} does not exist.` },
});

export const notAllowed: OpenApiFault = {
  status: 403,
  code: 'Forbidden.RAM',
  message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
};
