/**
 * Forgets the wrong passwords that were counted, so that whoever has to wait need not. The counts end by themselves, with the
 * quarter of an hour that they belong to (`shared/domain/README.md`, "Limits"); this is for whoever cannot wait for that.
 */
import { type Limit, passwordLimits } from '../../shared/domain/limits';
import { placeOf } from '../../shared/protocol/place';
import { windowOf } from '../../shared/protocol/throttle';
import { type Command, nothingToDo, type Plan, type Reach } from './command';
import { readUsername } from './identifiers';

export const unlock: Command = {
  name: 'unlock',
  usage: 'unlock <username> [--place <address>]',
  purpose: 'forgets the wrong passwords counted for a username, and with --place those from its address too',
  options: { place: { type: 'string' } },
  prepare({ positionals, text }) {
    const username = readUsername(positionals);
    const address = text('place');
    const place = address === undefined ? undefined : placeOf(address);
    if (place === 'unknown') throw new Error(`${address} is no IP address: give the one that the customer calls from.`);
    // Without a place the limits that name one cannot be found: they are kept under it.
    const limits = passwordLimits(username, place ?? '').filter(
      ({ strangersOnly }) => place !== undefined || strangersOnly,
    );
    return {
      kind: 'act',
      given: { username, ...(place !== undefined && { place }) },
      plan: (reach) => plan(reach, limits, place),
    };
  },
};

const plan = async ({ store, clock }: Reach, limits: readonly Limit[], place: string | undefined): Promise<Plan> => {
  const windowStartMs = windowOf(clock.nowMs());
  const keys = limits.map(({ subject }) => ({ subject, windowStartMs }));
  const rows = await store.getMany('attempts', keys);
  const counted = rows.flatMap((row, at) =>
    row && row.count > 0 ? [`${row.subject}: ${row.count} of ${limits[at]?.attempts}.`] : [],
  );
  if (counted.length === 0) {
    const elsewhere =
      place === undefined ? ' Somebody who is kept waiting all the same is so for an address: add --place.' : '';
    return nothingToDo(`No wrong passwords are counted now.${elsewhere}`);
  }
  return {
    kind: 'action',
    would: 'Forget the wrong passwords that are counted in this quarter of an hour.',
    because: counted,
    async carryOut() {
      for (const key of keys) await store.write({ table: 'attempts', remove: key });
      return { outcome: 'done', detail: `Forgotten: ${counted.join(' ')}` };
    },
  };
};
