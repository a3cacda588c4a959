/** An asynchronous invocation that only makes things sooner: what is to be done stands in the store, and a timer finds it. */
import type { Invoker } from '../ports';
import { faultFields, type Log } from './log';

export const sooner = async (
  invoker: Invoker,
  log: Log,
  ...[functionName, payload]: Parameters<Invoker['invoke']>
): Promise<void> => {
  try {
    await invoker.invoke(functionName, payload);
  } catch (fault) {
    log('warn', { warning: `What ${functionName} has to do waits for its timer.`, ...faultFields(fault) });
  }
};
