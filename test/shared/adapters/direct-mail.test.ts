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

it('nobody there: unavailable, so that it is tried again', async () => {
  const service = await startHttpService(() => ({ body: {} }));
  await service.close();
  await expect(directMail(service.endpoint, sender, localCredentials).send(mail)).rejects.toMatchObject({
    name: 'Unavailable',
  });
});
