/**
 * An evening of fees over real HTTP, against the built bundles, the embedded Tablestore and the local marketplace, by the
 * clock of the local cloud: usage is sent, an instance ends in the middle of it, midnight passes in Beijing, bills are read,
 * and the marketplace's own bill says the same.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOCK_FILE } from '../local/deployment/stage';
import { type RunningSystem, send, startSystem } from './fakes/system';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BEIJING_MS = 8 * HOUR_MS;
const ACCOUNT_ID = '1234567890123456';
const billingCenter = { method: 'billing-center' };
const who = { username: 'acme', password: 'correct horse battery' };

/** The next evening at ten to eleven in Beijing, so that the timers of a day need not be lived through. */
const dataDirectory = mkdtempSync(join(tmpdir(), 'account-settlement-fees-'));
const eveningIn = (): number => {
  const intoTheDayMs = (Date.now() + BEIJING_MS) % DAY_MS;
  return (22 * HOUR_MS + 50 * MINUTE_MS - intoTheDayMs + DAY_MS) % DAY_MS;
};

let system: RunningSystem;
beforeAll(async () => {
  writeFileSync(join(dataDirectory, CLOCK_FILE), JSON.stringify({ offsetMs: Math.round(eveningIn()) }));
  system = await startSystem({ dataDirectory });
}, 60_000);
afterAll(async () => {
  await system.stop();
  await rm(dataDirectory, { recursive: true, force: true });
});

const read = async (path: string, token?: string) =>
  (await send(system, 'GET', path, { ...(token !== undefined && { token }) })).body;
const nowMs = async () => Date.parse((await read('/local/clock')).now);

/** To this instant of the evening, counted from midnight in Beijing before it. */
const to = async (intoTheDayMs: number) => {
  const now = await nowMs();
  const advanceMs = intoTheDayMs - ((now + BEIJING_MS) % DAY_MS);
  await send(system, 'POST', '/local/clock', { json: { advanceMs: Math.max(0, Math.round(advanceMs)) } });
};

interface Bill {
  readonly billId: string;
  readonly currency: string;
  readonly amount: string;
  readonly payer: { readonly method: string; readonly instanceId?: string };
  readonly rows: readonly { readonly item: string; readonly quantity: string; readonly amount: string }[];
}

test('what was used is billed to whoever settled it, and the marketplace bills the same', async () => {
  const { instanceId } = (
    await send(system, 'POST', '/local/marketplace/instances', { json: { accountId: ACCOUNT_ID } })
  ).body;
  const alicloud = { method: 'alicloud', accountId: ACCOUNT_ID, instanceId };
  const workspace = { name: 'Acme production', language: 'zh' };
  const registered = await send(system, 'POST', '/api/registrations', {
    json: { ...who, site: 'cn1', email: 'ops@acme.example', workspace, settlement: alicloud, agreementAccepted: true },
  });
  const { token } = (await send(system, 'POST', '/api/sessions', { json: who })).body;
  const added = await send(system, 'POST', '/api/registrations/workspaces', {
    token,
    json: { site: 'eu1', workspace: { ...workspace, name: 'Own' }, settlement: billingCenter },
  });
  expect([registered.status, added.status]).toEqual([201, 201]);
  const [paid, own] = [registered.body.workspace, added.body.workspace];

  const now = await nowMs();
  const midnightMs = now - ((now + BEIJING_MS) % DAY_MS);
  const day = new Date(midnightMs + BEIJING_MS).toISOString().slice(0, 10);
  const use = (of: { site: string; workspaceId: string }, hour: number, item: string, quantity: string) => ({
    site: of.site,
    workspaceId: of.workspaceId,
    item,
    hour: new Date(midnightMs + hour * HOUR_MS).toISOString(),
    quantity,
  });
  const sent = async (...usage: object[]) => {
    expect((await send(system, 'POST', '/local/usage', { json: usage })).status).toBe(202);
  };

  await to(22 * HOUR_MS + 55 * MINUTE_MS);
  // The customer closes the instance: what is used in this hour is still its own.
  await send(system, 'POST', `/local/marketplace/instances/${instanceId}/close`);
  await to(23 * HOUR_MS + 2 * MINUTE_MS);
  const before = use(paid, 22, 'hosts', '3');
  await sent(
    before,
    use(paid, 22, 'logs', '1234567'),
    use(paid, 22, 'pipeline', '0.25'),
    use(own, 22, 'logs', '2000000'),
  );
  await sent(before);
  await to(24 * HOUR_MS);
  await sent(use(paid, 23, 'hosts', '5'), use(paid, 23, 'pipeline', '0.5'));
  await send(system, 'POST', '/local/clock', { json: { advanceMs: 12 * MINUTE_MS } });

  const { bills }: { bills: Bill[] } = await read(`/api/bills?from=${day}&to=${day}`, token);
  const told = bills.map(({ payer, currency, amount, rows }) => [
    payer.method,
    currency,
    amount,
    rows.map(({ item, quantity, amount: cost }) => `${item} ${quantity} ${cost}`),
  ]);
  expect(told).toHaveLength(3);
  expect(told).toEqual(
    expect.arrayContaining([
      ['alicloud', 'CNY', '7.255', ['logs 1234567 1.23', 'hosts 3 6', 'pipeline 0.25 0.025']],
      ['billing-center', 'CNY', '4.05', ['hosts 2 4', 'pipeline 0.5 0.05']],
      ['billing-center', 'USD', '0.6', ['logs 2000000 0.6']],
    ]),
  );

  const { usages } = await read('/local/marketplace/bill');
  expect(usages).toMatchObject([{ instanceId, value: '725' }]);
  const ledger = await read('/api/ledger?currency=CNY', token);
  expect(ledger.balances.arrears).toBe('4.05');
  // What is below a cent stays; nothing was lost on the way.
  const { windows, counts } = await read('/api/operations/metering', 'development-operator-token');
  expect(windows).toEqual([]);
  expect(counts).toMatchObject({ pending: 0, unknown: 0, missed: 0, refused: 0 });
}, 60_000);
