/**
 * The protobuf messages of the wire. The vendor ships their definitions inside the npm package `tablestore`; they are
 * read from there at start, so that no copy of them can drift from the SDK in use.
 *
 * A decoded message is a plain object: optional fields that were not sent are absent, repeated ones are arrays, 64-bit
 * integers are decimal text (a JavaScript number would round them), enums are their numbers.
 */
import { dirname, join } from 'node:path';
import { Root } from 'protobufjs';
import { parameterInvalid } from './errors';

const protocol = join(dirname(require.resolve('tablestore')), 'lib', 'protocol');

const root = new Root().loadSync(['tablestore.proto', 'tablestore_filter.proto'].map((file) => join(protocol, file)));
root.resolveAll();

export interface MessageType<Message> {
  decode(bytes: Uint8Array): Message;
  encode(message: Message): Buffer;
}

/** The message of this full name, for instance `main.proto.GetRowRequest`; `Message` describes its fields. */
export const messageType = <Message extends object>(fullName: string): MessageType<Message> => {
  const type = root.lookupType(fullName);
  return {
    decode(bytes) {
      try {
        return type.toObject(type.decode(bytes), { arrays: true, longs: String }) as Message;
      } catch (cause) {
        throw parameterInvalid(
          `Failed to parse the ProtoBuf message: ${cause instanceof Error ? cause.message : cause}.`,
        );
      }
    },
    encode(message) {
      const bytes = type.encode(message).finish();
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
  };
};

export const errorMessage = messageType<{ code: string; message: string }>('main.proto.Error');

export interface ConsumedCapacity {
  capacityUnit: { read: number; write: number };
}

export interface WireCondition {
  rowExistence: number;
  columnCondition?: Buffer;
}

export interface WireReturnContent {
  returnType?: number;
  returnColumnNames: string[];
}

export interface WireTimeRange {
  startTime?: string;
  endTime?: string;
  specificTime?: string;
}

/** What GetRow, BatchGetRow and GetRange have in common. */
export interface WireSelection {
  columnsToGet: string[];
  timeRange?: WireTimeRange;
  maxVersions?: number;
  filter?: Buffer;
  startColumn?: string;
  endColumn?: string;
}
