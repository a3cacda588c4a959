/**
 * The one cure of a lost race: run the handler again from the top. Each run decides on what it reads itself, so a run
 * that failed at any point, or does not know whether it failed, costs nothing but time.
 */
import { type Clock, type Random, StaleWrite, Unavailable } from '../ports';

/** Our decision: so often in all. The model explored three; a fourth is for throttling. */
const RUNS = 4;
/** No new run after so long, in milliseconds: the caller is waiting. */
const PATIENCE_MS = 4_000;
const FIRST_PAUSE_MS = 40;

export const runAgain = async <Outcome>(
  ports: { readonly clock: Clock; readonly random: Random },
  run: (nth: number) => Promise<Outcome>,
): Promise<Outcome> => {
  const startMs = ports.clock.nowMs();
  for (let nth = 0; ; nth++) {
    try {
      return await run(nth);
    } catch (fault) {
      if (!isTransient(fault) || nth + 1 >= RUNS || ports.clock.nowMs() - startMs > PATIENCE_MS) throw fault;
      await ports.clock.sleep(ports.random.fraction() * FIRST_PAUSE_MS * 2 ** nth);
    }
  }
};

/** Trying the same again may help: the caller is told so. */
export const isTransient = (fault: unknown): fault is StaleWrite | Unavailable =>
  fault instanceof StaleWrite || fault instanceof Unavailable;
