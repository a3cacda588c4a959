/** How far the memory of a process rises above where it began, while something runs in it. */

/** Often enough that no page of rows is missed. */
const EVERY_MS = 5;

export interface Used<Done> {
  readonly done: Done;
  readonly ms: number;
  /** Resident, in MB, at its highest above the start. */
  readonly mb: number;
}

export const used = async <Done>(act: () => Promise<Done>): Promise<Used<Done>> => {
  const startBytes = process.memoryUsage.rss();
  let mostBytes = startBytes;
  const look = () => {
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  };
  const timer = setInterval(look, EVERY_MS);
  const beginMs = performance.now();
  try {
    const done = await act();
    const ms = performance.now() - beginMs;
    look();
    return { done, ms, mb: (mostBytes - startBytes) / 1_000_000 };
  } finally {
    clearInterval(timer);
  }
};
