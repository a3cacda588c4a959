/** What runs in a process of its own, by name. Each tells its outcome to whoever started it, and ends when it is let go of. */
import { serveDynalite, serveTablestore, serveUntilLetGo } from './servers';

type Part = (given: unknown) => Promise<unknown>;

export const parts: Readonly<Record<string, Part>> = {
  tablestore: () => serveUntilLetGo(serveTablestore),
  dynalite: () => serveUntilLetGo(serveDynalite),
};

export const beAPart = async (name = '', given = ''): Promise<void> => {
  const part = parts[name];
  if (!part) throw new Error(`There is no part ${name}.`);
  const said = await part(JSON.parse(given));
  if (said !== undefined) process.send?.(said);
};
