/**
 * So many at once, the others in turn. What a page of a range reads is garbage once it is answered; with many pages under
 * way it would live long enough to be moved about by the collector, and each would take the longer for it.
 */
export const fewAtOnce = (most: number) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <Done>(act: () => Promise<Done>): Promise<Done> => {
    if (running === most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await act();
    } finally {
      // Who waits takes the place over.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
};
