import { faultsOf } from '../../../shared/validation/faults';
import { registration, workspaceRegistration } from '../../../shared/validation/registration';
import { read, refusedAs } from './reading';

const body = {
  site: 'cn1',
  username: 'acme',
  password: 'correct horse battery',
  email: 'ops@acme.example',
  phone: '13800138000',
  company: 'Acme',
  workspace: { name: 'Acme production', language: 'zh' },
  settlement: { method: 'alicloud', accountId: '1234567890123456', instanceId: '33884913' },
  agreementAccepted: true,
};
const { phone: _phone, company: _company, ...required } = body;

const faults = (given: unknown): string[] => {
  const { error } = registration.safeParse(given);
  return error ? faultsOf(error, 'en').map(({ path, code }) => `${path} ${code}`) : [];
};

describe('registration', () => {
  test.each<[what: string, given: unknown, read: unknown]>([
    ['the whole body', body, body],
    ['without what is optional', required, required],
    ['with blank optional members', { ...body, phone: ' ', company: null }, required],
    ['with unknown members', { ...body, role: 'admin' }, body],
    [
      'with a member called __proto__',
      JSON.parse(JSON.stringify(body).replace('{', '{"__proto__":{"phone":1},')),
      body,
    ],
    ['agreement as text', { ...body, agreementAccepted: 'true' }, refusedAs('must-be-accepted')],
    ['agreement refused', { ...body, agreementAccepted: false }, refusedAs('must-be-accepted')],
    ['agreement absent', { ...body, agreementAccepted: undefined }, refusedAs('must-be-accepted')],
    ['a workspace that is none', { ...body, workspace: 'Acme' }, refusedAs('malformed')],
    [
      'the password is the username',
      { ...body, username: 'Long-Username', password: 'long-uSERNAME' },
      refusedAs('too-common'),
    ],
    ['an array', [body], refusedAs('malformed')],
    ['null', null, refusedAs('malformed')],
    ['text', JSON.stringify(body), refusedAs('malformed')],
    ['a number', 1, refusedAs('malformed')],
    ['no body', undefined, refusedAs('required')],
  ])('%s', (_, given, expected) => {
    expect(read(registration, given)).toEqual(expected);
  });

  test('of an empty body all that is missing is told at once', () => {
    expect(faults({})).toEqual([
      '/site required',
      '/username required',
      '/password required',
      '/email required',
      '/workspace required',
      '/settlement required',
      '/agreementAccepted must-be-accepted',
    ]);
  });

  test('of a body with everything wrong all faults are told at once', () => {
    const wrong = {
      site: 'cn5',
      username: 'a',
      password: '12345678',
      email: 'ops',
      phone: 'none',
      company: 'x'.repeat(257),
      workspace: { name: ' ', language: 'fr' },
      settlement: {
        method: 'alicloud',
        accountId: 'alice@1234567890123456.onaliyun.com',
        instanceId: 'cmgj00053362',
        proof: 1,
      },
      agreementAccepted: false,
    };
    expect(faults(wrong)).toEqual([
      '/site not-offered',
      '/username too-short',
      '/password too-common',
      '/email malformed',
      '/phone malformed',
      '/company too-long',
      '/workspace/name required',
      '/workspace/language not-offered',
      '/settlement/accountId account-id-is-ram-login',
      '/settlement/instanceId instance-id-is-product-code',
      '/settlement/proof malformed',
      '/agreementAccepted must-be-accepted',
    ]);
  });

  test('that the password is the username is told beside other faults', () => {
    expect(
      faults({ ...body, username: 'long-username', password: 'Long-Username', site: 'cn5', email: 'ops' }),
    ).toEqual(['/site not-offered', '/email malformed', '/password too-common']);
  });

  test('a password has one fault at a time', () => {
    expect(faults({ ...body, username: 'acme', password: 'acme' })).toEqual(['/password too-short']);
  });

  test('an error does not hold what was typed', () => {
    const { error } = registration.safeParse({
      ...body,
      username: 'secret-word',
      password: 'secret-word',
      email: 'secret-word',
    });
    expect(JSON.stringify(error?.issues)).not.toContain('secret-word');
  });
});

describe('registration of a further workspace', () => {
  const { site, workspace, settlement } = body;

  test.each<[what: string, given: unknown, read: unknown]>([
    ['the whole body', { site, workspace, settlement }, { site, workspace, settlement }],
    ['what registers an account too', body, { site, workspace, settlement }],
    ['nothing', {}, refusedAs('required required required')],
    ['an array', [], refusedAs('malformed')],
  ])('%s', (_, given, expected) => {
    expect(read(workspaceRegistration, given)).toEqual(expected);
  });
});
