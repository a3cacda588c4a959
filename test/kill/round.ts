/**
 * One round: clients at work, the system killed under them once or several times in a row, each time looked into while it
 * is dead and started again; then time passes until nothing is under way, and all is audited.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditAnyTime, auditAtRest } from './audit';
import { type Chance, chanceOf } from './chance';
import { createClient } from './client';
import { type Load, logIn } from './customers';
import { readData } from './data';
import { startLives } from './lives';
import { createMailCount } from './mails';
import { marketplaceOf } from './marketplace';
import { noPromises, type Promises } from './promises';

export interface Round {
  readonly kills: number;
  readonly requests: number;
  readonly acknowledged: number;
  /** Of instances that settled a workspace. */
  readonly closures: number;
  readonly mails: number;
  /** How often a kill took away the mail service's answer. */
  readonly mailsAgain: number;
  readonly violations: readonly string[];
}

export interface Scenario {
  /** Where each life is killed, as `KILL_AT_WRITE` has it. */
  readonly killAt: readonly string[];
  /** Puts data there to begin with, and tells what was promised about them. */
  readonly begin?: (directory: string) => Promise<Promises>;
  readonly load: (load: Load, chance: Chance) => Promise<unknown>;
}

const MINUTE_MS = 60_000;
/** Longer than any mail is left to who died over it, than a to-do without a change is kept, and than the first ten retries. */
const REST = { steps: 5, stepMs: 10 * MINUTE_MS };

export const runRound = async (seed: number, { killAt, begin, load: run }: Scenario): Promise<Round> => {
  const directory = await mkdtemp(join(tmpdir(), 'killed-'));
  const violations = new Set<string>();
  const complain = (what: string) => void violations.add(what);
  try {
    const promises = (await begin?.(directory)) ?? noPromises();
    const mailCount = createMailCount(complain);
    const lives = startLives({
      dataDirectory: directory,
      killAt,
      complain,
      async whileDead() {
        const data = await readData(directory);
        auditAnyTime(data, promises, complain);
        mailCount.whileDead(data);
      },
    });
    const client = createClient(lives);
    const marketplace = marketplaceOf(client, promises, complain);
    const load: Load = { client, marketplace, promises, complain };

    let rests = true;
    try {
      await run(load, chanceOf(seed));
      await marketplace.mend();
      await comeToRest(load);
      await askAgain(load);
      // What is asked again may have been killed once more.
      await comeToRest(load);
      await lives.stop();
    } catch (fault) {
      complain(String(fault));
      rests = false;
      await lives.end();
    }
    const data = await readData(directory);
    auditAnyTime(data, promises, complain);
    if (rests) {
      auditAtRest(data, promises, complain);
      mailCount.atRest(data);
    }
    return {
      ...client.counts(),
      kills: lives.kills(),
      closures: data.account.all('mails').filter(({ notice }) => notice.kind === 'closure').length,
      mails: data.messages.length,
      mailsAgain: mailCount.lost(),
      violations: [...violations],
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

const comeToRest = async ({ client, promises }: Load): Promise<void> => {
  for (let step = 0; step < REST.steps; step++) {
    const { body } = await client.call('POST', '/local/clock', { json: { advanceMs: REST.stepMs } });
    promises.clockMs = Date.parse(body.now);
  }
};

/** So many requests are sent once more; where there were more, they are spread over all of them. */
const REPEATED = 60;

/** Who registered can log in; the same request gets the same answer; and an old session holds. */
const askAgain = async (load: Load): Promise<void> => {
  const { client, promises, complain } = load;
  const tokens = new Map<string, string>();
  for (const { token, username } of promises.sessions) tokens.set(username, token);
  for (const [username, token] of tokens) {
    const { status } = await client.call('GET', '/api/account', { token });
    if (status !== 200) complain(`An old session of ${username} was answered ${status}.`);
  }
  for (const registered of promises.registered) tokens.set(registered.username, await logIn(load, registered));
  const stride = Math.ceil(promises.created.length / REPEATED);
  for (const { path, json, key, username, body } of promises.created.filter((_, nth) => nth % stride === 0)) {
    const token = tokens.get(username);
    const again = await client.call('POST', path, { json, key, ...(token !== undefined && { token }) });
    if (again.status !== 201 || JSON.stringify(again.body) !== JSON.stringify(body))
      complain(`The key ${key} was answered ${again.status}, otherwise than before.`);
  }
};
