/** Function Compute on this machine, put together: host, custom domain, OpenAPI, timers, events and controls. */
import type { LocalClock } from '../clock';
import type { Control } from '../controls';
import { type HttpHandler, sendJson, startHttpServer } from '../http-server';
import { createSignatureCheck } from '../openapi/signature';
import { type Credentials, callersOf } from '../ram/identity';
import type { Roles } from '../ram/roles';
import { createAsynchronousInvocations } from './asynchronous';
import { functionControls } from './controls';
import type { Deployment } from './deployment';
import { createEventBus, type EventBus } from './event-bus';
import { createFunctionHost } from './host';
import { createHttpDoor } from './http-door';
import { openLog } from './log';
import { createOpenApi } from './open-api';
import { startTimers } from './timers';

export interface FunctionCompute {
  /** Of its OpenAPI, for instance `http://127.0.0.1:8084`. */
  endpoint: string;
  port: number;
  /** Answers a request to the custom domain. */
  handle: HttpHandler;
  controls: readonly Control[];
  events: EventBus;
  deployment: Deployment;
  /** Answers the calls under way, then ends every instance. Stop the clock before, and whoever calls `handle`. */
  close(): Promise<void>;
}

export interface FunctionComputeOptions {
  /** Of its OpenAPI; 0 takes any free port. */
  port: number;
  clock: LocalClock;
  /** Those of the administrator, who may do everything. */
  credentials: Credentials;
  /** With those that the functions assume, once they are deployed. */
  roles: Roles;
  /** The built `instance-thread`. */
  threadFile: string;
  /** What the functions write is appended to it. */
  logFile: string;
  /** What to run, given the OpenAPI's endpoint, which functions are told of in their environment. */
  deploy(endpoint: string): Promise<Deployment>;
}

export const startFunctionCompute = async (options: FunctionComputeOptions): Promise<FunctionCompute> => {
  const { clock, roles } = options;
  let openApi: HttpHandler = async (_, response) => sendJson(response, 503, { Code: 'ServiceUnavailable' });
  const server = await startHttpServer(options.port, (request, response) => openApi(request, response));
  try {
    const deployment = await options.deploy(server.origin);
    // A role that is not there fails the start, not the first request.
    for (const { role } of deployment.functions) roles.assume(role);
    const log = openLog(options.logFile);
    const host = createFunctionHost({
      deployment,
      threadFile: options.threadFile,
      clock,
      credentialsOf: ({ role }) => roles.assume(role),
      log,
    });
    const invocations = createAsynchronousInvocations(host, clock);
    openApi = createOpenApi(host, invocations, createSignatureCheck(callersOf(options.credentials, roles.find), clock));
    startTimers(host, invocations, clock);
    return {
      endpoint: server.origin,
      port: server.port,
      handle: createHttpDoor(host, invocations, deployment.routes, clock, log),
      events: createEventBus(host, invocations, clock, log),
      controls: functionControls(host, deployment.routes, clock),
      deployment,
      async close() {
        await server.close();
        await host.stop();
        await log.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
};
