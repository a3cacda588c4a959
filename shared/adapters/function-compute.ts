/**
 * Asynchronous invocation through the API of Function Compute 3.0 (2023-03-30). It answers 202 once the invocation is
 * queued; the platform then runs it at least once.
 */
import type { Invoker } from '../ports';
import { LIVE } from '../validation/alias';
import { type Credentials, callOpenApi } from './open-api';

/** A function's name in its account, where every stage's lie side by side; `s.yaml` gives it. */
export const deployedName = (stage: string, name: string): string => `account-settlement-${stage}-${name}`;

export const functionCompute = (endpoint: string, stage: string, credentials: Credentials): Invoker => ({
  async invoke(functionName, payload) {
    await callOpenApi(endpoint, credentials, {
      action: 'InvokeFunction',
      version: '2023-03-30',
      service: 'invoke',
      patienceMs: 1_500,
      query: { qualifier: LIVE },
      resource: {
        path: `/2023-03-30/functions/${deployedName(stage, functionName)}/invocations`,
        headers: { 'x-fc-invocation-type': 'Async' },
        body: JSON.stringify(payload),
      },
    });
  },
});
