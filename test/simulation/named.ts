/** Cases that have a name: races that the protocol was made for, and what the exploration has found once. */
import type { ActorName } from './actors';
import { type Case, casesOf } from './pairs';
import type { SetUp } from './set-up';

const story = (names: readonly ActorName[], setUp: SetUp): readonly Case[] => casesOf(names, setUp);

export const named: Readonly<Record<string, readonly Case[]>> = {
  /** From X to Y against from Y to X: whoever came first must not be undone by a binding that the other removed. */
  'there and back': [
    ...story(['bind-to-other', 'bind-from-other'], { workspace: 'X' }),
    ...story(['bind-to-other', 'bind-from-other'], { workspace: 'Y' }),
  ],
  /** A binder whose instance closes, and a check that finds its intent before it has committed. */
  'slow binder, eager check': story(['bind', 'check-consistency', 'close'], { workspace: 'billing-center' }),
  /** The walker has passed the place of the binding before it is put. */
  "intent behind the walker's cursor": story(['bind', 'close'], { workspace: 'billing-center', further: 1 }),
  'two walkers': story(['walk', 'walk'], { workspace: 'X', instance: 'closing', further: 1 }),
  'registration while its instance closes': story(['register', 'close'], { workspace: 'billing-center' }),
  /** Two come upon the claim of a registration that died, and both judge it before either has replaced it. */
  /** An operator mends by the protocol of a change: whoever closes, changes or mends at the same time, one payer is left. */
  'an operator binds while the instance closes': story(['mend-to-X', 'close'], { workspace: 'Y' }),
  'an operator unbinds while the instance closes': story(['mend-to-billing-center', 'close'], { workspace: 'X' }),
  'an operator mends while the owner changes': story(['mend-to-Y', 'unbind'], { workspace: 'X' }),
  'two operators mend': story(['mend-to-billing-center', 'mend-to-Y'], { workspace: 'X' }),
  'two take over one dead claim': story(['register', 'register-rival'], { dead: true }),
};
