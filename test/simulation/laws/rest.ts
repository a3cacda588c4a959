/**
 * What must hold once everything had its time: nothing is left half done, everybody who is owed a mail has it, a repeat
 * changes nothing, and what came to nothing stands in nobody's way. The last two are not looked up but tried.
 */
import { isDeepStrictEqual } from 'node:util';
import { isRemembered, type Link, YOUNG_CLAIM_MS } from '../../../shared/domain/claims';
import { changeMailId, type Mail, overdueMailId } from '../../../shared/domain/mail';
import { mailOf } from '../../../shared/domain/mails/content';
import { cloudAccountOf } from '../../../shared/domain/workspace';
import type { OutgoingMail, Store, Table } from '../../../shared/ports';
import {
  type Ask,
  alicloud,
  billingCenterSettlement,
  PUBLIC_URL,
  registrationBody,
  type World,
} from '../../fakes/world';
import type { Account } from './account';
import { type Answer, isRegistration, keyOf, type Request } from './answers';
import { type Faults, faultsOfInstance, faultsOfMail, faultsOfWorkspace } from './rows';
import { counts, linkCounts } from './standing';

/** A world at rest: its calls pass, and what it sent lies open. */
export type Resting = Pick<World, 'ask' | 'clock'> & {
  readonly store: Pick<Store, 'getMany'>;
  readonly mailer: { readonly sent: readonly OutgoingMail[] };
};

export const faultsOfAllRows = (account: Account): Faults => [
  ...account.workspaces().flatMap((row) => faultsOfWorkspace(account, row)),
  ...account.all('instances').flatMap((row) => faultsOfInstance(account, row)),
  ...account.all('mails').flatMap((row) => faultsOfMail(account, row)),
];

const isOver = (mail: Mail | undefined): boolean =>
  mail?.sentAtMs !== undefined || mail?.undeliverableAtMs !== undefined;

export const faultsOfUnfinished = (account: Account): Faults => [
  ...account
    .all('instances')
    .filter(({ status }) => status === 'closing')
    .map(({ instanceId }) => `5 notices: the closure of ${instanceId} never ends`),
  ...account
    .all('mails')
    .filter((mail) => !isOver(mail))
    .map(({ mailId }) => `5 notices: ${mailId} was never sent`),
  ...account
    .all('todos')
    .filter(({ queue, subject }) => {
      // That a mail which is owed was never written, other laws tell; what died before it was is an operator's to remove.
      const mail = account.get('mails', { mailId: subject });
      return mail ? mail.undeliverableAtMs === undefined : queue !== 'mails';
    })
    .map(({ queue, subject }) => `5 notices: ${subject} stays among the ${queue} to be done`),
  ...account.workspaces().flatMap(({ workspaceId, timeline }) =>
    timeline
      .slice(1)
      .filter(
        ({ cause, changeId }) =>
          cause === 'change' && !account.get('mails', { mailId: changeMailId(workspaceId, changeId) }),
      )
      .map(({ changeId }) => `5 notices: nobody was told of the change ${changeId} of ${workspaceId}`),
  ),
];

/** In milliseconds: two clocks do not differ by more. */
const LARGEST_SKEW_MS = 10 * 60 * 1_000;

/** Whoever was linked before the bill fell due is told of it, once the marketplace's call was acknowledged. */
export const faultsOfOverdue = (account: Account, instanceIds: readonly string[]): Faults =>
  [...new Set(instanceIds)].flatMap((instanceId) => {
    const { status, accountId, overdueAtMs = 0 } = account.get('instances', { instanceId }) ?? {};
    const link =
      accountId === undefined ? undefined : account.get('links', { accountId: accountId as Link['accountId'] });
    const named = link && account.get('workspaces', { workspaceId: link.workspaceId });
    if (status !== 'overdue' || named?.kind !== 'workspace') return [];
    const linkedBefore = named.timeline.some(
      ({ settlement, fromMs }) => cloudAccountOf(settlement) === accountId && fromMs + LARGEST_SKEW_MS < overdueAtMs,
    );
    const mailId = overdueMailId(instanceId, overdueAtMs);
    return linkedBefore && !account.get('mails', { mailId })
      ? [`5 notices: nobody was told that ${instanceId} is overdue`]
      : [];
  });

const textOf = ({ to, subject, text }: OutgoingMail): string => JSON.stringify([to, subject, text]);

const counted = (texts: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

/** Each mail once; once more for each time that its sender did not hear, or could not write down, that it was taken. */
export const faultsOfSending = (
  account: Account,
  sent: readonly OutgoingMail[],
  unheard: readonly OutgoingMail[],
): Faults => {
  const written = (mails: readonly Mail[]) =>
    counted(
      mails.map(({ notice, username }) =>
        textOf({ to: account.get('usernames', { username })?.email ?? '', ...mailOf(notice, PUBLIC_URL) }),
      ),
    );
  const owed = written(account.all('mails'));
  const saidSent = written(account.all('mails').filter(({ sentAtMs }) => sentAtMs !== undefined));
  const excused = counted(unheard.map(textOf));
  const seen = counted(sent.map(textOf));
  return [...new Set([...seen.keys(), ...saidSent.keys()])].flatMap((text) => {
    const times = seen.get(text) ?? 0;
    if (times < (saidSent.get(text) ?? 0)) return [`5 notices: a mail is said to be sent and was not: ${text}`];
    return times - (excused.get(text) ?? 0) > (owed.get(text) ?? 0)
      ? [`5 notices: a mail was sent too often: ${text}`]
      : [];
  });
};

/** The auditor's account is what the store holds: else it has judged something that never was. */
export const faultsOfAccount = async (account: Account, { store }: Resting): Promise<Faults> => {
  const faults: string[] = [];
  for (const table of ['workspaces', 'instances', 'mails'] as const) {
    const ours = account.all(table);
    const theirs = await store.getMany(table, ours as never);
    ours.forEach((row, at) => {
      if (!isDeepStrictEqual(JSON.parse(JSON.stringify(row)), theirs[at])) {
        faults.push(`8 history: a row of ${table} is not what was last accepted: ${JSON.stringify(theirs[at])}`);
      }
    });
  }
  return faults;
};

const stateOf = (account: Account): string =>
  JSON.stringify(
    (['workspaces', 'instances', 'mails', 'usernames', 'links'] as const satisfies Table[]).map(account.all),
  );

/** A key that was forgotten may be another's by now. */
const isRepeatable = (account: Account, request: Request, { body }: Answer, nowMs: number): boolean => {
  if (request.path === '/marketplace/spi') {
    return request.method === 'GET' && /^(createInstance|orderPay|releaseInstance)$/.test(request.query?.action ?? '');
  }
  const key = isRegistration(request) && request.path === '/api/registrations' ? keyOf(request) : undefined;
  const claim = key && account.get('idempotencyKeys', key);
  return claim !== undefined && isRemembered(claim, nowMs) && claim.workspaceId === body.workspace?.workspaceId;
};

/** What was answered well is answered the same again, and changes nothing. */
export const faultsOfRepeats = async (
  account: Account,
  world: Resting,
  told: readonly (readonly [Request, Answer])[],
): Promise<Faults> => {
  const faults: string[] = [];
  for (const [request, answer] of told) {
    if (answer.status >= 300 || !isRepeatable(account, request, answer, world.clock.nowMs())) continue;
    const before = stateOf(account);
    const { method, path, ...given } = request;
    const again = await world.ask(method, path, given);
    const what = `${method} ${path} ${request.query?.action ?? JSON.stringify(request.json)}`;
    // What could not be carried out yet may be by now; what was carried out stays so.
    const refused =
      answer.body?.success === 'false' || answer.body?.success === false || answer.body?.instanceId === '0';
    if (!refused && !isDeepStrictEqual(again.body, answer.body)) {
      faults.push(`6 once: ${what}, repeated, is answered ${JSON.stringify(again.body)}`);
    }
    if (!refused && stateOf(account) !== before) faults.push(`6 once: ${what}, repeated, has changed something`);
  }
  return faults;
};

/** Claims that led to nothing: whoever comes now gets the username, the AliCloud account and the key. */
export const faultsOfIdleClaims = async (account: Account, { ask, clock }: Resting): Promise<Faults> => {
  const claims = [...account.all('usernames'), ...account.all('links'), ...account.all('idempotencyKeys')];
  const lastMs = Math.max(0, ...claims.map(({ claimedAtMs }) => claimedAtMs));
  clock.advance(Math.max(0, lastMs - clock.nowMs()) + YOUNG_CLAIM_MS);

  let tries = 0;
  const faults: string[] = [];
  const attempt = async (what: string, changes: object, headers: Ask['headers'] = {}) => {
    const nth = ++tries;
    const json = registrationBody({ username: `newcomer${nth}`, settlement: billingCenterSettlement, ...changes });
    const { status, body } = await ask('POST', '/api/registrations', { json, headers, address: `198.51.100.${nth}` });
    if (status !== 201) faults.push(`3 ownership: ${what} led to nothing and locks out: ${JSON.stringify(body)}`);
  };
  const named = ({ workspaceId }: (typeof claims)[number]) => account.get('workspaces', { workspaceId });

  for (const claim of account.all('usernames').filter((one) => !counts(one, named(one)))) {
    const who = { username: claim.username, password: registrationBody().password };
    const { status } = await ask('POST', '/api/sessions', { json: who, address: '198.51.100.250' });
    if (status < 300) faults.push(`7 whole or nothing: ${claim.username} logs in without having been registered`);
    await attempt(`the claim of the username ${claim.username}`, { username: claim.username });
  }
  for (const link of account.all('links').filter((one) => !linkCounts(one, named(one)))) {
    const { accountId } = link;
    const bought = account.all('instances').find((one) => one.accountId === accountId && one.status === 'open');
    if (bought) await attempt(`the claim of ${accountId}`, { settlement: alicloud(bought.instanceId, accountId) });
  }
  for (const claim of account.all('idempotencyKeys')) {
    if (claim.scope !== 'registrations' || counts(claim, named(claim))) continue;
    await attempt(`the key ${claim.key}`, {}, { 'Idempotency-Key': claim.key });
  }
  return faults;
};
