/**
 * The cloud of one random run: every invocation is an actor of its own, over the rows that all share, with a clock that is
 * a little wrong. It carries what the callers of the system do, and tells the auditor what they were told.
 */
import { type OutgoingMail, Unavailable, Undeliverable, type Write } from '../../../shared/ports';
import { signSpiCall } from '../../../shared/triggers/marketplace-signature';
import { fakeHasher, fakeInvoker, fakeMailer, fakeMarketplace, fakeRandom } from '../../fakes/ports';
import { type Answered, type Ask, type OtherPorts, SELLER_KEY, type World } from '../../fakes/world';
import type { Auditor } from '../auditor';
import type { Chance } from './chance';
import { notable } from './notable';
import type { Actor, Scheduler } from './scheduler';

/** In milliseconds: how long the platform lets each run (`s.yaml`). */
const LIMITS_MS: Readonly<Record<string, number>> = {
  'check-consistency': 600_000,
  'close-subscription': 3_600_000,
  'deliver-mail': 300_000,
  'settle-fees': 600_000,
};
const LIMIT_MS = 10_000;
/** Two clocks differ by less, in milliseconds. */
const LARGEST_SKEW_MS = 10_000;

/** One invocation, as whoever opens a world for it needs to know it. */
export interface Invocation {
  readonly actor: Actor;
  /** To be told of each write that took effect, as far as anybody knows. */
  accepted(write: Write, before: object | undefined): void;
  /** The ports but the store. */
  readonly ports: OtherPorts;
}

/** What an invocation is made through. */
export type Opened = Pick<World, 'ask' | 'invoke' | 'timer'>;

export const createCloud = (
  scheduler: Omit<Scheduler, 'run' | 'calm'>,
  chance: Chance,
  auditor: Pick<Auditor, 'answered'>,
  count: (what: string) => void,
  open: (invocation: Invocation) => Opened,
) => {
  const marketplace = fakeMarketplace();
  const mailer = fakeMailer();
  /** Taken, and their senders did not hear of it, or did not get to write it down. */
  const unrecorded = new Set<OutgoingMail>();
  /** What everybody is at, mostly. */
  const focus = chance.pick(['X', 'Y'] as const);
  let skewMs = 0;
  let invocations = 0;

  /** One invocation, of the function that `act` calls; undefined where it gave no answer. */
  const invocation = <Told>(name: string, limitMs: number, act: (world: Opened) => Promise<Told>) =>
    new Promise<Told | { readonly fault: unknown } | undefined>((resolve) => {
      const nth = ++invocations;
      const actor: Actor = {
        name: `${name}#${nth}`,
        endsAtMs: scheduler.nowMs() + limitMs,
        paceMs: chance.pick([30, 30, 30, 300, 3_000]),
        heldUp: chance.is(0.3) ? { nth: chance.between(2, 16), ms: chance.between(500, 8_000) } : undefined,
        calls: 0,
        dead: false,
        onDeath() {
          count('died');
          resolve(undefined);
        },
      };
      const clockSkewMs = skewMs + chance.between(-LARGEST_SKEW_MS / 4, LARGEST_SKEW_MS / 4);
      /** Was taken, as this sender knows, and it is about to write that down. */
      let taken: OutgoingMail | undefined;
      const does = <R>(sort: string, label: string, lands: boolean, happen: () => R, fallible = true): Promise<R> =>
        scheduler.call(actor, { sort, label, lands, fallible }, happen);
      const random = fakeRandom(actor.name);

      const ports: OtherPorts = {
        clock: {
          nowMs: () => scheduler.nowMs() + clockSkewMs,
          sleep: async (ms) => {
            count('runs again');
            await scheduler.pause(ms);
          },
          advance: () => {},
        },
        random: { id: random.id, fraction: chance.fraction },
        hasher: {
          ...fakeHasher(),
          hash: (password) => does('hash', 'hash', false, () => `hash of ${password}`, false),
          verify: (password, hash) => does('hash', 'verify', false, () => hash === `hash of ${password}`, false),
        },
        marketplace: {
          ...marketplace,
          instance: (instanceId) =>
            does('marketplace', `ask the marketplace for ${instanceId}`, false, () => {
              if (marketplace.down) throw new Unavailable('The marketplace is down.');
              return marketplace.instances.get(instanceId);
            }),
        },
        mailer: {
          ...mailer,
          async send(mail) {
            taken = undefined;
            await does('mail', `send a mail to ${mail.to}: ${mail.subject}`, true, () => {
              if (chance.is(0.01)) throw new Undeliverable('The address does not exist.');
              mailer.sent.push(mail);
              unrecorded.add(mail);
            });
            taken = mail;
          },
        },
        invoker: {
          ...fakeInvoker(),
          invoke: (functionName, payload) =>
            does('invoke', `invoke ${functionName}`, true, () => {
              scheduler.at(chance.between(1, 200), () => void run(functionName, payload, 3));
            }),
        },
      };
      const accepted = (write: Write, before: object | undefined) => {
        const what = notable(write, before);
        if (what !== undefined) count(what);
        const isRecord = write.table === 'mails' && 'replace' in write && write.replace.sentAtMs !== undefined;
        if (isRecord && taken) unrecorded.delete(taken);
      };
      act(open({ actor, accepted, ports })).then(
        (told) => {
          if (!actor.dead) resolve(told);
        },
        (fault: unknown) => {
          if (!actor.dead) resolve({ fault });
        },
      );
    });

  /** Asynchronously: the platform brings it again where it fails. */
  const run = async (functionName: string, payload: unknown, times: number): Promise<boolean> => {
    for (let time = 0; time < times; time++) {
      const ended = await invocation(functionName, LIMITS_MS[functionName] ?? LIMIT_MS, (world) =>
        world.invoke(functionName, payload).then(() => 'done' as const),
      );
      if (ended === 'done') return true;
      scheduler.say(functionName, 'will be brought again');
      await scheduler.pause(chance.between(100, 60_000));
    }
    return false;
  };

  /** A request over HTTP. Undefined: no answer reached the caller. */
  const ask = async (who: string, method: string, path: string, given: Ask = {}): Promise<Answered | undefined> => {
    const answer = await invocation(who, LIMIT_MS, (world) => world.ask(method, path, given));
    if (answer === undefined || 'fault' in answer) return undefined;
    if (chance.is(0.02)) {
      scheduler.say(who, 'did not get its answer');
      return undefined;
    }
    const code = answer.body?.code ?? '';
    scheduler.say(who, `${method} ${path} is answered ${answer.status} ${code}`);
    count(
      `${method} ${path
        .split('/')
        .slice(0, 4)
        .join('/')
        .replace(/\/cn1|\/eu1/, '')} ${answer.status} ${code}`.trim(),
    );
    auditor.answered({ method, path, ...given }, answer);
    return answer;
  };

  return {
    chance,
    focus,
    marketplace,
    mailer,
    unrecorded,
    count,
    ask,
    run,
    pause: scheduler.pause,
    say: scheduler.say,
    disturb: scheduler.disturb,
    at: scheduler.at,
    nowMs: scheduler.nowMs,
    /** All clocks of invocations that begin from now on. */
    jump(ms: number): void {
      skewMs = ms;
    },
    timer: (name: string): Promise<unknown> =>
      invocation(`timer ${name}`, LIMITS_MS[name] ?? LIMIT_MS, (world) => world.timer(name)),
    /** A call of the marketplace, signed. */
    spi(action: string, parameters: Readonly<Record<string, string>>): Promise<Answered | undefined> {
      const query = { ...parameters, action };
      return ask(action, 'GET', '/marketplace/spi', { query: { ...query, token: signSpiCall(query, SELLER_KEY) } });
    },
    /** The same in an event of the bus; false where the bus has to bring it again. */
    async event(action: string, parameters: Readonly<Record<string, string>>): Promise<boolean> {
      const type = `marketplace:Instance:${action}`;
      const event = { specversion: '1.0', id: `event ${++invocations}`, source: 'marketplace', type, data: parameters };
      const ended = await invocation(`event ${action}`, LIMIT_MS, (world) =>
        world.invoke('marketplace-event', event).then(() => 'done' as const),
      );
      if (ended !== 'done') return false;
      auditor.answered(
        { method: 'EVENT', path: '/marketplace/spi', query: { ...parameters, action } },
        { status: 200, body: undefined },
      );
      return true;
    },
  };
};

export type Cloud = ReturnType<typeof createCloud>;
