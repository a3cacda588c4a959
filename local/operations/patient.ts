/** A store that does not give up at once: an export of an hour shall not end because the network was away for a minute. */
import { type Clock, type Store, Unavailable } from '../../shared/ports';

/** Our decision, in milliseconds: what lasts longer is no hiccup, and a person should know. */
const PATIENCE_MS = 2 * 60 * 1_000;
const PAUSE_MS = 2_000;

/** Our decision, in rows: of usual rows a fifth of a megabyte, which arrives in time on any line. */
export const PAGE = 200;

const patiently = async <Answer>(clock: Clock, ask: () => Promise<Answer>): Promise<Answer> => {
  const untilMs = clock.nowMs() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (fault) {
      if (!(fault instanceof Unavailable) || clock.nowMs() >= untilMs) throw fault;
      await clock.sleep(PAUSE_MS);
    }
  }
};

export type PatientStore = Pick<Store, 'scan' | 'getMany' | 'writeMany'>;

/** Reads are repeated. Writes are not: what became of them only reading tells. */
export const patient = (store: Store, clock: Clock): PatientStore => ({
  scan: (table, under, options) => patiently(clock, () => store.scan(table, under, options)),
  getMany: (table, keys) => patiently(clock, () => store.getMany(table, keys)),
  writeMany: (writes) => store.writeMany(writes),
});
