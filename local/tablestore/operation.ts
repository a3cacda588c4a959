/**
 * The shape of an operation: its name, the messages it speaks, and what it does with the database. One file each in
 * `operations/`, in the manner of dynalite: one name in code, checks and tests.
 */
import { type MessageType, messageType } from './messages';
import type { RowResult } from './row-result';
import type { Store } from './store';
import type { Tables } from './tables';

/** As they stand in a request's path. */
export type OperationName =
  | 'CreateTable'
  | 'UpdateTable'
  | 'DescribeTable'
  | 'ListTable'
  | 'DeleteTable'
  | 'GetRow'
  | 'PutRow'
  | 'UpdateRow'
  | 'DeleteRow'
  | 'BatchGetRow'
  | 'BatchWriteRow'
  | 'GetRange';

/** Stands around each row of a batch: faults come in here. */
export type RowGuard = (tableName: string, perform: () => RowResult) => RowResult;

export const unguarded: RowGuard = (_, perform) => perform();

export interface Database {
  store: Store;
  tables: Tables;
  nowMs(): number;
  guardRow: RowGuard;
}

export interface WireAnswer {
  status: number;
  body: Buffer;
  /** Whether the connection ends in the middle of it. */
  breaksOff?: boolean;
}

export interface Operation {
  name: OperationName;
  /** Throws where the body is not such a request. */
  read(body: Buffer): Call;
}

/** A request that was read and not yet performed. */
export interface Call {
  operation: OperationName;
  /** The tables that it names, in its order. */
  tables: string[];
  /** The body of the answer; rejects with a TablestoreError where it refuses. */
  answer(database: Database): Promise<Buffer>;
}

/** Where requests name their tables: CreateTable, batches, and all others. */
interface NamesTables {
  tableMeta?: { tableName: string };
  tables?: { tableName: string }[];
  tableName?: string;
}

const tablesNamed = ({ tableMeta, tables = [], tableName }: NamesTables): string[] =>
  [tableMeta?.tableName ?? tableName ?? [], tables.map((table) => table.tableName)].flat();

export const defineOperation = <Request extends object, Response extends object>(
  name: OperationName,
  perform: (request: Request, database: Database) => Promise<Response> | Response,
): Operation => {
  const requests: MessageType<Request> = messageType(`main.proto.${name}Request`);
  const responses: MessageType<Response> = messageType(`main.proto.${name}Response`);
  return {
    name,
    read(body) {
      const request = requests.decode(body);
      return {
        operation: name,
        tables: tablesNamed(request),
        answer: async (database) => responses.encode(await perform(request, database)),
      };
    },
  };
};
