/**
 * The process killed at a write that was chosen before: what a power cut, an out-of-memory killer or a `kill -9` does at a
 * moment that nobody chooses. A development switch of the local cloud (`KILL_AT_WRITE`), by which a seed replays a kill.
 *
 * Rows are counted as they go to the disk, from 1 at the start of the process. Rows that go down together are cut apart
 * here: those up to the chosen one last, the rest are lost, as in the real service, where each row of a batch stands for
 * itself. Nobody is answered any more.
 */

export interface KillAt {
  readonly write: number;
  /** Whether the chosen row itself still reaches the disk. */
  readonly lasts: boolean;
}

/** `after:57` or `before:57`; throws a sentence that says so. */
export const readKillAt = (text: string): KillAt => {
  const [, when, write] = /^(after|before):([1-9]\d{0,8})$/.exec(text) ?? [];
  if (when === undefined) {
    throw new Error(`KILL_AT_WRITE is ${text}: set it to after:57 or before:57, the 57th row written, or unset it.`);
  }
  return { write: Number(write), lasts: when === 'after' };
};

export interface SuddenEnd {
  /** Of so many rows about to be written, how many still are before the end; undefined: all, and there is no end yet. */
  lasting(rows: number): number | undefined;
  /** Ends the process. */
  strike(): void;
}

export const suddenEnd = (
  { write, lasts }: KillAt,
  strike = (): void => void process.kill(process.pid, 'SIGKILL'),
): SuddenEnd => {
  let written = 0;
  return {
    lasting(rows) {
      const nth = write - written;
      written += rows;
      return nth <= rows ? nth - (lasts ? 0 : 1) : undefined;
    },
    strike,
  };
};
