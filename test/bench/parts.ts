/** What runs in a process of its own, by name. Each tells its outcome to whoever started it, and ends when it is let go of. */
import { close, walk, writeBare } from './closure';
import { check, readBare, readByKey } from './consistency';
import { serveDynalite, serveNothing, serveTablestore, serveUntilLetGo } from './servers';

const serving = {
  tablestore: () => serveUntilLetGo(serveTablestore),
  dynalite: () => serveUntilLetGo(serveDynalite),
  nothing: () => serveUntilLetGo(serveNothing),
};

/** Each is given what it was started with, as JSON. */
export const parts = { walk, close, writeBare, check, readBare, readByKey } as const;

export const beAPart = async (name = '', given = ''): Promise<void> => {
  if (name in serving) return serving[name as keyof typeof serving]();
  const part = parts[name as keyof typeof parts] as ((given: unknown) => Promise<unknown>) | undefined;
  if (!part) throw new Error(`There is no part ${name}.`);
  process.send?.(await part(JSON.parse(given)));
};
