/**
 * The shape of an operation: its name, the messages it speaks, and what it does with the database. One file each in
 * `operations/`, in the manner of dynalite: one name in code, checks and tests.
 */
import { type MessageType, messageType } from './messages';
import type { Store } from './store';
import type { Tables } from './tables';

export interface Database {
  store: Store;
  tables: Tables;
  nowMs(): number;
}

export interface Operation {
  /** As it stands in the request's path. */
  name: string;
  /** Body in, body out; throws TablestoreError where it refuses. */
  answer(body: Buffer, database: Database): Promise<Buffer>;
}

export const defineOperation = <Request extends object, Response extends object>(
  name: string,
  perform: (request: Request, database: Database) => Promise<Response> | Response,
): Operation => {
  const requests: MessageType<Request> = messageType(`main.proto.${name}Request`);
  const responses: MessageType<Response> = messageType(`main.proto.${name}Response`);
  return {
    name,
    answer: async (body, database) => responses.encode(await perform(requests.decode(body), database)),
  };
};
