/**
 * How a caller wants a function to be invoked, by the headers that its HTTP triggers and InvokeFunction share, and how
 * large the payload may be (Function Compute documents, "Limits", "Asynchronous invocations", "Task deduplication").
 *
 * Our decision: the code of a task ID that comes again, for which the documents give the status only.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { OpenApiFault } from '../openapi/fault';
import type { AsynchronousInvocations } from './asynchronous';
import type { DeployedFunction } from './host';

export type Wanted = { type: 'Sync' } | { type: 'Async'; delayMs: number; taskId: string | undefined };

export const LARGEST_PAYLOAD_BYTES: Readonly<Record<Wanted['type'], number>> = {
  Sync: 32 * 2 ** 20,
  Async: 128 * 1024,
};

export const readInvocation = (headers: IncomingHttpHeaders): Wanted | OpenApiFault => {
  const text = (name: string) => headers[name]?.toString();
  const type = text('x-fc-invocation-type') ?? 'Sync';
  if (type !== 'Sync' && type !== 'Async') return invalid('The header x-fc-invocation-type must be Sync or Async.');
  if (type === 'Sync') return { type };
  const delay = text('x-fc-async-delay') ?? '0';
  if (!/^\d{1,4}$/.test(delay) || Number(delay) >= 3600)
    return invalid('The header x-fc-async-delay must be a whole number of seconds below 3600.');
  const taskId = text('x-fc-async-task-id');
  if (taskId !== undefined && !/^[A-Za-z_][\w-]{0,127}$/.test(taskId))
    return invalid('The header x-fc-async-task-id must be at most 128 letters, digits, _ and -, no digit or - first.');
  return { type, delayMs: Number(delay) * 1000, taskId };
};

/** Accepts what is wanted `Async`; tells what is wrong where the task ID was taken before. */
export const acceptInvocation = (
  invocations: AsynchronousInvocations,
  called: DeployedFunction,
  event: string | Buffer,
  requestId: string,
  { delayMs, taskId }: Wanted & { type: 'Async' },
): OpenApiFault | undefined => {
  if (taskId !== undefined && !invocations.claimTask(called, taskId))
    return { status: 409, code: 'AsyncTaskAlreadyExists', message: `The async task ${taskId} already exists.` };
  invocations.accept(called, event, requestId, delayMs);
  return undefined;
};

export const invalid = (message: string): OpenApiFault => ({ status: 400, code: 'InvalidArgument', message });

export const payloadTooLarge = (type: Wanted['type']): OpenApiFault => ({
  status: 400,
  code: 'EntityTooLarge',
  message: `payload size exceeds maximum allowed size (${LARGEST_PAYLOAD_BYTES[type]} bytes)`,
});
