/**
 * Several actors over one store, held by the explorer: each has a world of its own over the same rows, with its own clock
 * and its own chance, so that what it does follows from what it learns, and from nothing else. Afterwards whoever died
 * tries again, the timers do their work, and the auditor looks.
 */
import { type OutgoingMail, type Table, tables } from '../../shared/ports';
import { isTransient } from '../../shared/triggers/again';
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import { fakeClock, fakeMailer, fakeMarketplace, fakeRandom } from '../fakes/ports';
import type { Effect, Schedule as StoreSchedule } from '../fakes/store';
import { createWorld, INSTANCE_ID, SELLER_KEY, type World } from '../fakes/world';
import { outcome } from '../local/operations/operator';
import { type ActorName, actors, type Reached } from './actors';
import { type Answer, createAuditor, type Request } from './auditor';
import { createDigest } from './digest';
import type { Doing, Play, Schedule } from './run';
import { type Begun, show } from './set-up';
import type { Touch } from './touch';

export interface Cast {
  readonly names: readonly ActorName[];
  /** By how much the clock of each is ahead, in milliseconds: who is late comes after who is not, though both are at it. */
  readonly aheadMs: readonly number[];
}

const keyText = (table: Table, key: object): string =>
  tables[table].key
    .map((name) => (key as Readonly<Record<string, unknown>>)[name])
    .filter((member) => member !== undefined)
    .map((member) => `${member} `)
    .join('');

const verbOf = ({ write, operation }: Effect): string => {
  if (!write) return operation === 'scan' ? 'scan' : 'read';
  return ['put', 'insert', 'replace', 'remove'].find((verb) => verb in write) ?? 'write';
};

/**
 * Counts of attempts are left out: they decide nothing until they reach their limits, which two or three actors do not.
 */
const touchOf = ({ table, key, operation, under, write }: Effect): Touch | undefined => {
  if (table === 'attempts') return undefined;
  if (operation !== 'scan') return { how: write ? 'write' : 'read', space: table, row: keyText(table, key) };
  // A list's pages are numbers, and lie in another order than their texts.
  const after = table === 'noticeLists' ? '' : keyText(table, key);
  return { how: 'scan', space: table, under: keyText(table, under ?? {}), after };
};

const doingOf = (effect: Effect): Doing => ({
  label:
    `${verbOf(effect)} ${effect.table} ${effect.operation === 'scan' ? '> ' : ''}${keyText(effect.table, effect.key)}`.trim(),
  touch: touchOf(effect),
  fallible: effect.table !== 'attempts',
  isRefusal: (answer) => answer === 'stale',
});

/** In milliseconds. */
const MINUTE = 60_000;

export const playing =
  ({ names, aheadMs }: Cast, begun: Begun): (() => Play) =>
  () => {
    const contents = begun.contents.copy();
    const auditor = createAuditor(contents);
    const digest = createDigest();
    const marketplace = fakeMarketplace();
    marketplace.instances = new Map(begun.shown);
    const mailer = fakeMailer();
    mailer.sent.push(...begun.sent);
    const lastMail = new Map<number, OutgoingMail>();

    const accepted: NonNullable<Parameters<typeof createWorld>[0]>['accepted'] = (write, before, nowMs) => {
      if (write.table === 'attempts') return;
      if (before) digest.remove(`${write.table} ${JSON.stringify(before)}`);
      if (!('remove' in write)) {
        const after = 'put' in write ? write.put : 'insert' in write ? write.insert : write.replace;
        digest.add(`${write.table} ${JSON.stringify(after)}`);
      }
      auditor.accepted(write, before, nowMs);
    };

    const told = (request: Request, answer: Answer) => {
      digest.add(`told ${JSON.stringify([request.method, request.path, request.query, answer.status, answer.body])}`);
      auditor.answered(request, answer);
    };

    /** What the actor reaches, each of its calls recorded as it is answered. */
    const reach = (
      world: World,
      tell: (request: Request, answer: Answer) => Promise<void>,
      learn: (outcome: object) => void = () => {},
    ): Reached => {
      const ask: World['ask'] = async (method, path, given = {}) => {
        const answer = await world.ask(method, path, given);
        await tell({ method, path, ...given }, answer);
        return answer;
      };
      return {
        ask,
        spi(action, parameters) {
          const query = { ...parameters, action };
          return ask('GET', '/marketplace/spi', { query: { ...query, token: signSpiCall(query, SELLER_KEY) } });
        },
        timer: world.timer,
        invoke: world.invoke,
        async operate(line) {
          try {
            const [code] = await outcome(world, line);
            learn({ code });
          } catch (fault) {
            if (!isTransient(fault)) throw fault;
            learn({ code: 'failed' });
          }
        },
        async shows(status) {
          show({ marketplace }, status);
        },
      };
    };

    const acting =
      (name: ActorName, at: number) =>
      async (schedule: Schedule): Promise<string> => {
        const scheduled: StoreSchedule<Effect> = (effect, happen) => schedule(doingOf(effect), happen);
        const clock = fakeClock(begun.nowMs + (aheadMs[at] ?? 0));
        const random = fakeRandom(`actor ${at}`);
        const answers: unknown[] = [];
        let drawn = 0;
        const world = createWorld({
          contents,
          schedule: scheduled,
          accepted,
          clock: {
            ...clock,
            async sleep(ms) {
              await clock.sleep(ms);
              if (actors[name].sleepsOnlyToBeginAnew)
                schedule.anew(`at ${clock.nowMs()}, chance ${drawn}, ${JSON.stringify(answers)}`);
            },
          },
          random: {
            ...random,
            id() {
              drawn++;
              return random.id();
            },
          },
          marketplace: {
            ...marketplace,
            instance: (instanceId) =>
              schedule(
                {
                  label: `ask the marketplace ${instanceId}`,
                  touch: { how: 'read', space: 'marketplace', row: instanceId },
                  fallible: true,
                },
                () => marketplace.instances.get(instanceId),
              ),
          },
          mailer: {
            ...mailer,
            async send(mail) {
              let taken = false;
              const touch: Touch = { how: 'write', space: 'mails sent', row: `${mail.to} ${mail.subject}` };
              try {
                await schedule({ label: `send ${mail.subject}`, touch, fallible: true }, () => {
                  taken = true;
                  mailer.sent.push(mail);
                  digest.add(`sent ${mail.text}`);
                  lastMail.set(at, mail);
                });
              } catch (fault) {
                if (taken) auditor.unheard(mail);
                throw fault;
              }
            },
          },
        });
        const reached = {
          ...reach(
            world,
            async (request, answer) => {
              await schedule({ label: 'hears the answer', touch: undefined }, () => told(request, answer));
              answers.push([answer.status, answer.body]);
            },
            (outcome) => answers.push(outcome),
          ),
          shows: (status: Parameters<Reached['shows']>[0]) =>
            schedule(
              {
                label: `the marketplace shows ${status}`,
                touch: { how: 'write', space: 'marketplace', row: INSTANCE_ID },
              },
              () => {
                digest.remove(`shown ${JSON.stringify(marketplace.instances.get(INSTANCE_ID))}`);
                show({ marketplace }, status);
                digest.add(`shown ${JSON.stringify(marketplace.instances.get(INSTANCE_ID))}`);
              },
            ),
        };
        await actors[name].act(reached, begun);
        return JSON.stringify(answers);
      };

    return {
      acts: names.map(acting),
      state: () => digest.toString(),
      violations: () => auditor.violations(),
      async rest(endings) {
        const world = createWorld({
          contents,
          accepted,
          clock: fakeClock(begun.nowMs + Math.max(...aheadMs) + 5_000),
          random: fakeRandom('afterwards'),
          marketplace,
          mailer,
        });
        for (const [at, { kind }] of endings.entries()) {
          const name = names[at];
          if (kind !== 'died' || !name) continue;
          // It may have died between the mail service's answer and writing it down.
          const last = lastMail.get(at);
          if (last) auditor.unheard(last);
          await actors[name].act(
            reach(world, async (request, answer) => told(request, answer)),
            begun,
          );
        }
        for (let round = 0; round < 3; round++) {
          for (const timer of ['close-subscription', 'check-consistency', 'deliver-mail']) await world.timer(timer);
          world.clock.advance(16 * MINUTE);
        }
        await auditor.atRest(world);
      },
    };
  };
