import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../../local/clock';
import { localCredentials } from '../../../local/credentials';
import { type LocalDirectMail, startDirectMail } from '../../../local/direct-mail/server';
import type { Credentials } from '../../../local/ram/identity';
import { createRoles, roleCredentials } from '../../../local/ram/roles';
import { callOpenApi } from '../openapi/openapi-client';

const sender = 'billing@mail.example';
const nowMs = Date.parse('2026-01-01T00:00:00.007Z');

const roles = createRoles('cn-hangzhou');

let directory: string;
let directMail: LocalDirectMail;

// The vendor's client dates its calls with the machine's clock; the mails bear the local one's date, which stands still.
const start = async () => {
  const machineMs = Date.now();
  directMail = await startDirectMail({
    directory,
    port: 0,
    clock: createClock(() => machineMs, nowMs - machineMs),
    credentials: localCredentials,
    roles: roles.find,
    sender,
  });
};
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'direct-mail-'));
  await start();
});
afterEach(async () => {
  await directMail.close();
  await rm(directory, { recursive: true });
});

const form = {
  AccountName: sender,
  AddressType: '1',
  ReplyToAddress: 'false',
  ToAddress: 'ops@acme.example',
  Subject: '实例 33884913 已关闭',
  HtmlBody: '<p>Fees & more</p>',
  TextBody: 'Fees & more\n100%',
};
const send = (changes: Record<string, string> = {}, credentials: Credentials = localCredentials) => {
  const call = { action: 'SingleSendMail', version: '2015-11-23', form: { ...form, ...changes } };
  return callOpenApi(directMail.endpoint, call, credentials);
};
const mailbox = async () => {
  const control = directMail.controls.find(({ method, path }) => method === 'GET' && path === '/local/mail');
  return control?.answer({ params: {}, body: {} });
};

it('shows an empty mailbox', async () => {
  expect(await mailbox()).toEqual({ status: 200, body: { messages: [] } });
});

it('takes a mail of the vendor’s client and shows it as it was meant', async () => {
  expect(JSON.parse(await send())).toEqual({
    EnvId: expect.stringMatching(/^\d{17}$/),
    RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
  });
  expect(await mailbox()).toEqual({
    status: 200,
    body: {
      messages: [
        {
          to: 'ops@acme.example',
          subject: '实例 33884913 已关闭',
          html: '<p>Fees & more</p>',
          text: 'Fees & more\n100%',
          sentAt: '2026-01-01T00:00:00.007Z',
        },
      ],
    },
  });
});

it('shows one message for each address, oldest first, over a restart too', async () => {
  const eleven = Array.from({ length: 11 }, (_, n) => `${10 - n}@acme.example`);
  await send({ ToAddress: eleven.join(',') });
  await directMail.close();
  await start();
  for (const to of ['b@acme.example', 'a@acme.example']) await send({ ToAddress: to });
  const messages = [...eleven, 'b@acme.example', 'a@acme.example'].map((to) => ({ to }));
  expect(await mailbox()).toMatchObject({ body: { messages } });
});

it('finds each mail by its place in that order', async () => {
  for (const to of ['b@acme.example', 'a@acme.example']) await send({ ToAddress: to });
  await directMail.close();
  await start();
  await send({ ToAddress: 'c@acme.example' });
  const found = await Promise.all([0, 1, 2, 3, -1].map((place) => directMail.mailbox.find(place)));
  expect(found.map((mail) => mail?.to)).toEqual([
    'b@acme.example',
    'a@acme.example',
    'c@acme.example',
    undefined,
    undefined,
  ]);
});

it('takes a mail with two bodies of 80,000 bytes', async () => {
  await send({ HtmlBody: '云'.repeat(26_666), TextBody: '&'.repeat(80_000) });
  expect(await mailbox()).toMatchObject({ body: { messages: [{ html: '云'.repeat(26_666) }] } });
});

// biome-ignore format: one case a line
it.each([
  ['a sender not verified',  'InvalidMailAddress.NotFound', () => send({ AccountName: 'x@mail.example' })],
  ['one bad address of two', 'InvalidToAddress',            () => send({ ToAddress: 'a@acme.example,b' })],
  ['another secret',         'SignatureDoesNotMatch',       () => send({}, { ...localCredentials, accessKeySecret: 'another' })],
  ['no STS token',           'MissingSecurityToken',        () => send({}, { ...localCredentials, securityToken: '' })],
])('refuses %s, and keeps nothing', async (_, code, call) => {
  await expect(call()).rejects.toMatchObject({ code });
  expect(await mailbox()).toEqual({ status: 200, body: { messages: [] } });
});

describe('a role', () => {
  const allow = (Action: string) =>
    roles.put('tester', { Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: 'acs:dm:*:*:*' }] });

  it('whose policy allows it sends', async () => {
    allow('dm:SingleSendMail');
    await send({}, roleCredentials('tester'));
    expect(await mailbox()).toMatchObject({ body: { messages: [{ to: form.ToAddress }] } });
  });

  it('whose policy does not is refused, and nothing is kept', async () => {
    allow('dm:BatchSendMail');
    await expect(send({}, roleCredentials('tester'))).rejects.toMatchObject({
      code: 'Forbidden',
      data: { statusCode: 400 },
      accessDeniedDetail: { AuthAction: 'dm:SingleSendMail' },
    });
    expect(await mailbox()).toMatchObject({ body: { messages: [] } });
  });
});
