import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../../local/clock';
import { localCredentials } from '../../../local/credentials';
import { startDirectMail } from '../../../local/direct-mail/server';
import { directMail } from '../../../shared/adapters/direct-mail';
import { startHttpService } from './http-service';

const sender = 'billing@mail.example';
const mail = {
  to: 'ops@acme.example',
  subject: '实例 33884913 已关闭',
  html: '<p>Fees & more</p>',
  text: 'Fees & more\n100%',
};

it('on the wire: addresses in the query, both bodies in the form', async () => {
  const service = await startHttpService(() => ({ body: { EnvId: '1', RequestId: 'r' } }));
  try {
    await directMail(service.endpoint, sender, localCredentials).send(mail);
    const [request] = service.received;
    expect(request).toMatchObject({
      query: {
        AccountName: sender,
        AddressType: '1',
        ReplyToAddress: 'false',
        ToAddress: 'ops@acme.example',
        Subject: '实例 33884913 已关闭',
      },
      headers: { 'x-acs-action': 'SingleSendMail', 'x-acs-version': '2015-11-23' },
    });
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      HtmlBody: '<p>Fees & more</p>',
      TextBody: 'Fees & more\n100%',
    });
  } finally {
    await service.close();
  }
});

describe('at the DirectMail of this machine', () => {
  const nowMs = Date.parse('2026-01-01T00:00:00.007Z');
  let directory: string;
  let local: Awaited<ReturnType<typeof startDirectMail>>;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'direct-mail-'));
    const machineMs = Date.now();
    const clock = createClock(() => machineMs, nowMs - machineMs);
    local = await startDirectMail({ directory, port: 0, clock, credentials: localCredentials, sender });
  });
  afterEach(async () => {
    await local.close();
    await rm(directory, { recursive: true });
  });
  const messages = async () => {
    const mailbox = local.controls.find(({ path }) => path === '/local/mail');
    const reply = await mailbox?.answer({ params: {}, body: {} });
    return (reply?.body as { messages: unknown[] } | undefined)?.messages;
  };

  it('a mail arrives as it was meant', async () => {
    await directMail(local.endpoint, sender, localCredentials).send(mail);
    expect(await messages()).toEqual([{ ...mail, sentAt: '2026-01-01T00:00:00.007Z' }]);
  });

  it('sent twice, it arrives twice: the service knows no idempotency', async () => {
    const mailer = directMail(local.endpoint, sender, localCredentials);
    await mailer.send(mail);
    await mailer.send(mail);
    expect(await messages()).toHaveLength(2);
  });

  it('an address of a wrong form: undeliverable, and nothing arrives', async () => {
    const mailer = directMail(local.endpoint, sender, localCredentials);
    await expect(mailer.send({ ...mail, to: 'ops at acme.example' })).rejects.toMatchObject({
      name: 'Undeliverable',
      message: 'DirectMail sends nothing to this address: InvalidToAddress.',
    });
    expect(await messages()).toEqual([]);
  });

  // biome-ignore format: one case a line
  it.each([
    ['a sender that was not verified', 'x@mail.example', localCredentials,                                 'InvalidMailAddress.NotFound'],
    ['credentials without STS token',  sender,           { ...localCredentials, securityToken: '' },       'MissingSecurityToken'],
    ['another secret',                 sender,           { ...localCredentials, accessKeySecret: 'x' },    'SignatureDoesNotMatch'],
  ])('%s: refused, and nothing arrives', async (_, from, credentials, code) => {
    await expect(directMail(local.endpoint, from, credentials).send(mail)).rejects.toMatchObject({ code });
    expect(await messages()).toEqual([]);
  });
});

describe('what is refused for good is the address, never what is ours', () => {
  // biome-ignore format: one case a line
  it.each<[code: string, status: number, thrown: 'Undeliverable' | 'OpenApiRefusal' | 'Unavailable', about: string]>([
    ['InvalidToAddress',                     400, 'Undeliverable',  'the form of the address'],
    ['InvalidReceiverName.Malformed',        400, 'Undeliverable',  'the form of the address'],
    ['InvalidToAddress.Spam',                400, 'Undeliverable',  'the address was found invalid before'],
    ['InvalidToAddress',                     500, 'Undeliverable',  'business errors come as 500 too'],
    ['InvalidMailAddress.NotFound',          404, 'OpenApiRefusal', 'our sender is unknown'],
    ['InvalidMailAddressStatus.Malformed',   400, 'OpenApiRefusal', 'our sender is frozen'],
    ['InvalidMailAddressSendType.Malformed', 400, 'OpenApiRefusal', 'our sender is of another type'],
    ['InvalidMailAddressDomain.Malformed',   400, 'OpenApiRefusal', 'our sender’s domain'],
    ['InvalidSendMail.Spam',                 400, 'OpenApiRefusal', 'our quota, our rate or our standing'],
    ['InvalidBody',                          400, 'OpenApiRefusal', 'what we wrote'],
    ['InvalidSubject.Malformed',             400, 'OpenApiRefusal', 'what we wrote'],
    ['Forbidden',                            403, 'OpenApiRefusal', 'our permission'],
    ['SignatureDoesNotMatch',                400, 'OpenApiRefusal', 'our credentials'],
    ['InvalidTo',                            400, 'OpenApiRefusal', 'a code that nobody documents'],
    ['Throttling.User',                      400, 'Unavailable',    'too many at once'],
    ['InternalError',                        500, 'Unavailable',    'their fault'],
  ])('%s, %i: %s (%s)', async (code, status, thrown) => {
    const service = await startHttpService(() => ({ status, body: { Code: code, Message: 'To ops@acme.example: no.' } }));
    try {
      const fault = await directMail(service.endpoint, sender, localCredentials)
        .send(mail)
        .catch((fault: Error) => fault);
      expect(fault).toMatchObject({ name: thrown });
      expect(String(fault)).not.toContain('acme.example');
      if (thrown === 'Undeliverable') expect(String(fault)).toContain(code);
    } finally {
      await service.close();
    }
  });
});

it('nobody there: unavailable, so that it is tried again', async () => {
  const service = await startHttpService(() => ({ body: {} }));
  await service.close();
  await expect(directMail(service.endpoint, sender, localCredentials).send(mail)).rejects.toMatchObject({
    name: 'Unavailable',
  });
});
