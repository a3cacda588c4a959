/** The closures that a person has taken note of, by their instances; remembered by the browser. */
import { remembered } from '../remembered';

const MOST_REMEMBERED = 200;

const written = remembered<string>('closures-noted', (stored) => stored ?? '');

const idsIn = (text: string): readonly string[] => text.split(' ').filter((id) => /^\d+$/.test(id));

export const dismissed = {
  use: (): readonly string[] => idsIn(written.use()),
  add: (instanceId: string): void =>
    written.set([...new Set([...idsIn(written.get()), instanceId])].slice(-MOST_REMEMBERED).join(' ')),
};
