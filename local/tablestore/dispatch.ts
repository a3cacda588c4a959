/**
 * From a request to its answer: the one place where an operation is chosen, performed and answered. What stands between a
 * client and an operation are the faults, which wrap `perform`.
 */
import type { Callers, Identity } from '../ram/identity';
import { authorize } from './authorize';
import { TablestoreError } from './errors';
import type { FaultInjector } from './faults';
import { LIMITS } from './limits';
import { errorMessage } from './messages';
import type { Call, Database, Operation, WireAnswer } from './operation';
import { batchGetRow } from './operations/batch-get-row';
import { batchWriteRow } from './operations/batch-write-row';
import { createTable } from './operations/create-table';
import { deleteRow } from './operations/delete-row';
import { deleteTable } from './operations/delete-table';
import { describeTable } from './operations/describe-table';
import { getRange } from './operations/get-range';
import { getRow } from './operations/get-row';
import { listTable } from './operations/list-table';
import { putRow } from './operations/put-row';
import { updateRow } from './operations/update-row';
import { updateTable } from './operations/update-table';
import { checkRequest, type SignedRequest } from './signature';

const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    createTable,
    describeTable,
    updateTable,
    listTable,
    deleteTable,
    getRow,
    putRow,
    updateRow,
    deleteRow,
    batchGetRow,
    batchWriteRow,
    getRange,
  ].map((operation) => [operation.name, operation]),
);

export interface WireRequest extends SignedRequest {
  method: string;
}

export interface Access {
  callers: Callers;
  /** The only instance there is; where undefined, a request may name any. */
  instanceName: string | undefined;
}

const check = (
  { method, path, headers, body }: WireRequest,
  access: Access,
  clocksMs: readonly number[],
): { caller: Identity; operation: Operation } => {
  if (method !== 'POST') {
    throw new TablestoreError('OTSMethodNotAllowed', 'Only POST method for requests is supported.');
  }
  if (body.length > LIMITS.bodySize) {
    throw new TablestoreError('OTSRequestBodyTooLarge', 'The size of POST data is too large.');
  }
  const caller = checkRequest({ path, headers, body }, access.callers, clocksMs, access.instanceName);
  const name = path.slice(1);
  const operation = OPERATIONS.get(name);
  if (!operation) throw new TablestoreError('OTSUnsupportOperation', `Unsupported operation: '${name}'.`);
  return { caller, operation };
};

const refuse = (error: unknown): WireAnswer => {
  if (error instanceof TablestoreError) {
    return { status: error.status, body: errorMessage.encode({ code: error.code, message: error.message }) };
  }
  console.error('The embedded Tablestore failed:', error);
  return refuse(new TablestoreError('OTSInternalServerError', 'Internal server error.'));
};

const perform = (call: Call, database: Database): Promise<WireAnswer> =>
  call.answer(database).then((answered) => ({ status: 200, body: answered }), refuse);

/** Never rejects: a refusal is an answer, and so is a bug, which is also reported on the console. */
export const dispatch = async (
  request: WireRequest,
  access: Access,
  database: Database,
  faults: FaultInjector,
): Promise<WireAnswer | 'lost'> => {
  try {
    const { caller, operation } = check(request, access, [database.nowMs(), Date.now()]);
    const call = operation.read(request.body);
    authorize(caller, call, String(request.headers['x-ots-instancename']));
    return await faults.around(perform)(call, database);
  } catch (error) {
    return refuse(error);
  }
};
