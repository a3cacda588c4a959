/** What a batch answers for each of its rows: what came of it, or what it was refused with; the batch itself goes on. */
import { TablestoreError } from './errors';
import type { ConsumedCapacity } from './messages';

export interface RowResult {
  isOk: boolean;
  error?: { code: string; message: string };
  consumed?: ConsumedCapacity;
  row?: Buffer;
}

export const rowResult = (perform: () => Omit<RowResult, 'isOk' | 'error'>): RowResult => {
  try {
    return { isOk: true, ...perform() };
  } catch (error) {
    if (!(error instanceof TablestoreError)) throw error;
    return { isOk: false, error: { code: error.code, message: error.message } };
  }
};
