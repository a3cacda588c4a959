import { doors } from '../../../functions/deliver-mail/handler';
import { type ClosureNotice, closureMailId, type Mail } from '../../../shared/domain/mail';
import { closureMail } from '../../../shared/domain/mails/closure';
import { type OutgoingMail, Unavailable } from '../../../shared/ports';
import type { Username } from '../../../shared/validation/username';
import { createDoor } from '../../fakes/door';
import {
  createFaultyWorld,
  effectsOf,
  type FaultyWorld,
  failOnce,
  interleaved,
  loseAnswerOnce,
} from '../../fakes/faults';
import type { Effect } from '../../fakes/store';
import { billingCenterSettlement, INSTANCE_ID, PUBLIC_URL, register } from '../../fakes/world';

const rules = { publicUrl: PUBLIC_URL, operatorTokens: [] };
const startMs = Date.parse('2026-01-01T00:00:00.000Z');
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const notice: ClosureNotice = {
  kind: 'closure',
  instanceId: INSTANCE_ID,
  closedAtMs: startMs,
  count: 1,
  first: [{ workspaceId: `wksp_${'a'.repeat(32)}`, site: 'cn1', name: 'Acme production' }],
  languages: ['zh'],
};
const mailOf = (nth: number, username = 'acme'): Mail => ({
  mailId: closureMailId(INSTANCE_ID, `acct_${nth}`),
  version: 1,
  owner: `acct_${nth}`,
  username: username as Username,
  notice,
  createdAtMs: startMs,
  attempts: 0,
  nextAttemptAtMs: startMs,
});

/** A world with one account, and so many mails owed to it. */
const owed = async (...mails: Mail[]) => {
  const world = createFaultyWorld();
  await register(world, { settlement: billingCenterSettlement });
  for (const mail of mails) {
    await world.store.write({ table: 'mails', insert: mail });
    await world.store.write({ table: 'todos', put: { queue: 'mails', subject: mail.mailId, sinceMs: startMs } });
  }
  return world;
};
const fire = (world: FaultyWorld) => world.timer('deliver-mail');
const mailIn = (world: FaultyWorld, { mailId }: Mail) => world.store.get('mails', { mailId });
const todosIn = async (world: FaultyWorld) =>
  (await world.store.scan('todos', { queue: 'mails' }, { limit: 1_000 })).rows.map(({ subject }) => subject);

const one = mailOf(1);

describe('a mail that is owed', () => {
  it('is sent to the account’s address, once, and stays as the record of what was said', async () => {
    const world = await owed(one);
    expect(await fire(world)).toEqual({ sent: 1, failed: 0 });
    expect(world.mailer.sent).toEqual([{ to: 'ops@acme.example', ...closureMail(notice, PUBLIC_URL) }]);
    expect(await mailIn(world, one)).toMatchObject({ attempts: 1, sentAtMs: startMs, notice });
    expect(await todosIn(world)).toEqual([]);

    world.clock.advance(24 * hour);
    expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
    expect(world.mailer.sent).toHaveLength(1);
  });

  it('is sent by an invocation as by the timer', async () => {
    const world = await owed(one);
    expect(await world.invoke('deliver-mail', {})).toEqual({ sent: 1, failed: 0 });
  });

  it('is not sent again because its to-do row is found again', async () => {
    const world = await owed(one);
    await fire(world);
    await world.store.write({ table: 'todos', put: { queue: 'mails', subject: one.mailId, sinceMs: startMs } });
    world.clock.advance(hour);
    expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
    expect(world.mailer.sent).toHaveLength(1);
    expect(await todosIn(world)).toEqual([]);
  });

  it('whose to-do row came first is waited for', async () => {
    const world = await owed();
    await world.store.write({ table: 'todos', put: { queue: 'mails', subject: one.mailId, sinceMs: startMs } });
    expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
    expect(await todosIn(world)).toEqual([one.mailId]);

    await world.store.write({ table: 'mails', insert: one });
    expect(await fire(world)).toEqual({ sent: 1, failed: 0 });
  });

  it('is one of any number', async () => {
    const mails = Array.from({ length: 250 }, (_, nth) => mailOf(nth));
    const world = await owed(...mails);
    expect(await fire(world)).toEqual({ sent: 250, failed: 0 });
    expect(await todosIn(world)).toEqual([]);
  });
});

// --- failures --------------------------------------------------------------------------------------------------------

describe('a mail that cannot be sent', () => {
  it('is tried again ever more rarely, and never given up', async () => {
    const world = await owed(one);
    world.mailer.fault = new Unavailable('SingleSendMail was not answered.');
    const attempts: string[] = [];
    // By the minute, as the timer fires, for three days.
    for (let at = 0; at < 3 * 24 * 60; at++) {
      const before = (await mailIn(world, one))?.attempts;
      await fire(world);
      if ((await mailIn(world, one))?.attempts !== before) {
        attempts.push(`${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`);
      }
      world.clock.advance(minute);
    }
    // biome-ignore format: the pauses, as a table
    expect(attempts).toEqual([
      '0:00', // then after
      '0:01', //  1 minute
      '0:03', //  2 minutes
      '0:07', //  4
      '0:15', //  8
      '0:31', // 16
      '1:03', // 32
      '2:07', // 64
      '4:15', // 128
      '8:31', // 256
      '14:31', // 6 hours, and so on
      '20:31', '26:31', '32:31', '38:31', '44:31', '50:31', '56:31', '62:31', '68:31',
    ]);
    expect(await todosIn(world)).toEqual([one.mailId]);

    world.mailer.fault = undefined;
    world.clock.advance(6 * hour);
    expect(await fire(world)).toEqual({ sent: 1, failed: 0 });
    expect(await mailIn(world, one)).toMatchObject({ attempts: 21 });
  });

  it('keeps why, until it is sent', async () => {
    const world = await owed(one);
    world.mailer.fault = new Error('The service refused: InvalidMailAddress.Malformed.');
    expect(await fire(world)).toEqual({ sent: 0, failed: 1 });
    expect(await mailIn(world, one)).toMatchObject({
      attempts: 1,
      nextAttemptAtMs: startMs + minute,
      lastError: 'The service refused: InvalidMailAddress.Malformed.',
    });

    world.mailer.fault = undefined;
    world.clock.advance(minute);
    await fire(world);
    const sent = await mailIn(world, one);
    expect(sent).toMatchObject({ attempts: 2, sentAtMs: startMs + minute });
    expect(sent).not.toHaveProperty('lastError');
  });

  it('is a warning that names the mail but nobody’s address', async () => {
    const world = await owed(one);
    world.mailer.fault = new Error('The service refused: x.');
    await fire(world);
    const warning = world.lines.map((line) => JSON.parse(line)).find(({ level }) => level === 'warn');
    expect(warning).toMatchObject({ mailId: one.mailId, message: 'The service refused: x.' });
    expect(world.lines.join()).not.toContain('ops@acme.example');
  });

  it('does not hold up the others, wherever it stands among them', async () => {
    const world = await owed(mailOf(1), mailOf(2, 'nobody'), mailOf(3), mailOf(4, 'nobody'), mailOf(5));
    expect(await fire(world)).toEqual({ sent: 3, failed: 2 });
    expect(await todosIn(world)).toEqual([mailOf(2).mailId, mailOf(4).mailId]);
  });
});

// --- once, and not less ----------------------------------------------------------------------------------------------

describe('several senders at once', () => {
  it('send a mail once, whatever the order of their steps', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const world = await owed(mailOf(1), mailOf(2));
      await interleaved(world, seed, [() => fire(world), () => fire(world), () => world.invoke('deliver-mail', {})]);
      expect(world.mailer.sent).toHaveLength(2);
      expect(await todosIn(world)).toEqual([]);
    }
  });

  it('leave a mail alone for as long as its sending can last, even late in a long run', async () => {
    const store = (await owed(mailOf(1), mailOf(2))).store;
    const sent: OutgoingMail[] = [];
    const mailer = {
      async send(mail: OutgoingMail) {
        sent.push(mail);
        // The second one is taken when the function has run for as long as it may; then the timer fires again.
        if (sent.length === 1) door.clock.advance(5 * minute);
        if (sent.length === 2) await door.invoke(timer);
      },
    };
    const timer = { triggerTime: '2026-01-01T00:05:00Z', triggerName: 'each-minute' };
    const door = createDoor(() => doors({ store, mailer }, rules));
    await door.invoke(timer);
    expect(sent).toHaveLength(2);
  });
});

describe('a sender that died after the mail went out', () => {
  const dead = async () => {
    const world = await owed(one);
    await world.during(
      // From the moment at which the mail is known to be out, nothing reaches the store.
      () => (world.mailer.sent.length > 0 ? 'fail' : 'proceed'),
      () => fire(world).catch(() => {}),
    );
    expect(world.mailer.sent).toHaveLength(1);
    return world;
  };

  // biome-ignore format: one case a line
  it.each([
    // later             mails in all
    [0,                  1],
    [6 * minute - 1,     1],
    [6 * minute,         2],
  ])('%i ms later the next one has sent %i in all', async (afterMs, mails) => {
    const world = await dead();
    world.clock.advance(afterMs);
    await fire(world);
    expect(world.mailer.sent).toHaveLength(mails);
  });

  it('has it sent at least once more, and never again after that', async () => {
    const world = await dead();
    for (let at = 0; at < 10; at++) {
      world.clock.advance(6 * minute);
      await fire(world);
    }
    expect(world.mailer.sent).toHaveLength(2);
    expect(await todosIn(world)).toEqual([]);
  });
});

describe('whatever befalls one call of the store', () => {
  const twenty = async (world: FaultyWorld) => {
    for (let at = 0; at < 20; at++) {
      world.clock.advance(minute);
      await fire(world).catch(() => {});
    }
  };

  it('and answers that were lost: the mail goes out once', async () => {
    const sample = await owed(one);
    const effects = await effectsOf(sample, () => fire(sample));
    expect(effects.length).toBeGreaterThan(4);
    for (let nth = 1; nth <= effects.length; nth++) {
      const world = await owed(one);
      await world.during(loseAnswerOnce(nth), () => fire(world).catch(() => {}));
      await twenty(world);
      expect([nth, world.mailer.sent.length, await todosIn(world)]).toEqual([nth, 1, []]);
    }
  });

  it('and that failed: the mail goes out once', async () => {
    const sample = await owed(one);
    const effects = await effectsOf(sample, () => fire(sample));
    for (let nth = 1; nth <= effects.length; nth++) {
      const world = await owed(one);
      await world.during(failOnce(nth), () => fire(world).catch(() => {}));
      await twenty(world);
      expect([nth, world.mailer.sent.length, await todosIn(world)]).toEqual([nth, 1, []]);
    }
  });

  it('of one mail, the others of the same run go out', async () => {
    const mails = [mailOf(1), mailOf(2), mailOf(3)];
    const [, second = one] = mails;
    const ofSecond = ({ key }: Effect) => JSON.stringify(key).includes(second.mailId);
    // biome-ignore format: one case a line
    const strikes: [string, (effect: Effect) => boolean][] = [
      ['its read',           (effect) => effect.operation === 'get' && ofSecond(effect)],
      ['its taking',         (effect) => effect.table === 'mails' && effect.operation === 'write' && ofSecond(effect)],
      ['its to-do’s removal', (effect) => effect.table === 'todos' && effect.operation === 'write' && ofSecond(effect)],
    ];
    for (const [what, strike] of strikes) {
      const world = await owed(...mails);
      const outcome = await world.during(
        (effect) => (strike(effect) ? 'fail' : 'proceed'),
        () => fire(world).catch((fault: Error) => fault.name),
      );
      // A taking that is not known to have happened is another sender's; whatever else failed, the platform hears of.
      expect([what, outcome]).toEqual([what, what === 'its taking' ? { sent: 2, failed: 0 } : 'Unavailable']);
      const others = await Promise.all([mailOf(1), mailOf(3)].map((mail) => mailIn(world, mail)));
      expect([what, others.map((mail) => mail?.sentAtMs)]).toEqual([what, [startMs, startMs]]);
    }
  });
});

it('a mailer that took the mail but whose answer was lost: the only case in which it comes twice', async () => {
  const world = await owed(one);
  world.mailer.fault = new Unavailable('The answer was lost.');
  world.mailer.afterTaking = true;
  await fire(world);
  world.mailer.fault = undefined;
  world.clock.advance(minute);
  await fire(world);
  expect(world.mailer.sent).toHaveLength(2);
  expect(await todosIn(world)).toEqual([]);
});

it('is asked over HTTP for nothing: 404', async () => {
  const world = await owed(one);
  const door = createDoor(() => doors({ store: world.store, mailer: world.mailer }, rules));
  expect((await door.send('POST', '/', { headers: { 'Content-Type': 'application/json' }, body: '{}' })).status).toBe(
    404,
  );
  expect(world.mailer.sent).toEqual([]);
});
