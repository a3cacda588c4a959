/** What stands between a stage and its deployment: each value that is missing, weak or at odds with another is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valuesOf } from '../../../local/deployment/check/values';
import { explanationsIn } from '../../../local/deployment/example';
import { describeItems, type Found, mayDeploy, preflight, verdictOf } from '../../../local/deployment/preflight';
import { weaknessOf, withoutSecrets } from '../../../local/deployment/secrets';
import { developmentEnvironment } from '../../../local/settings';
import { checkout } from './stub';

const sYaml = readFileSync(join(checkout, 's.yaml'), 'utf8');
const example = readFileSync(join(checkout, '.env.example'), 'utf8');

/** A stage with all that it needs. */
const complete: Record<string, string> = {
  STAGE: 'dev',
  ALIBABA_CLOUD_ACCOUNT_ID: '1234567890123456',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tQ2mZx9Lw4Rt1Yp8Nd5',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'aKs7vQ2mZx9Lw4Rt1Yp8Nd5Hb3Jf6c',
  DOMAIN_NAME: 'billing.acme.cn',
  CERTIFICATE_ID: '7246639',
  PUBLIC_URL: 'https://billing.acme.cn',
  LOG_PROJECT: 'settlement-dev',
  TABLESTORE_ENDPOINT: 'https://settle-dev.cn-hangzhou.ots.aliyuncs.com',
  TABLESTORE_INSTANCE: 'settle-dev',
  FUNCTION_COMPUTE_ENDPOINT: 'https://1234567890123456.cn-hangzhou.fc.aliyuncs.com',
  MAIL_ENDPOINT: 'https://dm.aliyuncs.com',
  MAIL_SENDER: 'billing@mail.acme.cn',
  MARKETPLACE_ENDPOINT: 'https://market.aliyuncs.com',
  MARKETPLACE_SELLER_KEY: '29ae1790-c00c-4321-a214-254fe79e2269',
  SESSION_KEY: 'qg7Rk0vX2pYwM9mZt4LdN8sHb6JfEaCu1+o/Tz5iWx0=',
  OPERATOR_TOKEN: 'Wd3nT8yKe5hQz2vB7rMx0pLs9gJcUf4aVb1XoRt6YiE=',
};
const found = (values: Record<string, string> = {}, more: Partial<Found> = {}): Found => ({
  environment: { ...complete, ...values },
  sYaml,
  example,
  faults: [],
  overBudget: [],
  workTree: { commit: '0224666', changed: 0 },
  ...more,
});
const wrong = (given: Found) =>
  preflight(given).flatMap(({ what, state, sentence }) => (state === 'ok' ? [] : [`${state} ${what} ${sentence}`]));

test('a complete stage may be deployed', () => {
  expect(wrong(found())).toEqual([]);
  expect(mayDeploy(preflight(found()))).toBe(true);
  expect(verdictOf(preflight(found()))).toBe('Ready to deploy, nothing is missing.');
});

describe('a stage without values', () => {
  const items = preflight(found(Object.fromEntries(Object.keys(complete).map((name) => [name, '']))));

  test('is ready but for them, and names all of them', () => {
    const [, names = ''] = /^Ready to deploy, these values are missing: (.*)\.$/.exec(verdictOf(items)) ?? [];
    expect(names.split(', ').sort()).toEqual(
      Object.keys(complete)
        .filter((name) => name !== 'STAGE')
        .sort(),
    );
    expect(mayDeploy(items)).toBe(false);
  });

  test('says of each what it is and where it is found', () => {
    expect(describeItems(items)).toMatch(
      /^missing {2}SESSION_KEY +Signs sessions and proofs: openssl rand -base64 32\.$/m,
    );
    for (const { state, sentence } of items) if (state === 'missing') expect(sentence.length).toBeGreaterThan(20);
  });
});

// biome-ignore format: one case a line
test.each([
  // a value                           that is                                       is wrong, for it
  ['SESSION_KEY',                      'qg7Rk0vX2pYwM9mZt4Ld',                       'has 20 characters, and needs 32: make one with openssl rand -base64 32.'],
  ['SESSION_KEY',                      'abababababababababababababababababab',       'repeats a few characters, and is to be made by chance: make one with openssl rand -base64 32.'],
  ['SESSION_KEY',                      'development-session-key-not-for-deployment', 'is one of the development values, which everybody can read: make one with openssl rand -base64 32.'],
  ['OPERATOR_TOKEN',                   'development-operator-token',                 'is one of the development values, which everybody can read: make one with openssl rand -base64 32.'],
  ['OPERATOR_TOKEN',                   complete.SESSION_KEY,                         'is the same as SESSION_KEY: make one of its own with openssl rand -base64 32.'],
  ['SESSION_KEY_PREVIOUS',             complete.SESSION_KEY,                         'is the same as SESSION_KEY: make one of its own with openssl rand -base64 32.'],
  ['MARKETPLACE_SELLER_KEY',           'development-seller-key',                     'is a development value: take the key that the marketplace shows to the seller.'],
  ['PUBLIC_URL',                       'https://other.acme.cn',                      'must be https://billing.acme.cn, which is where the domain leads.'],
  ['PUBLIC_URL',                       'http://billing.acme.cn',                     'must be https://billing.acme.cn, which is where the domain leads.'],
  ['PUBLIC_URL',                       'https://billing.acme.cn/',                   'must be https://billing.acme.cn, which is where the domain leads.'],
  ['DOMAIN_NAME',                      'https://billing.acme.cn',                    'must be a domain in lower case, such as billing.example.com, without https://.'],
  ['ALIBABA_CLOUD_ACCOUNT_ID',         '123456789012345678',                         'must be 14 or 16 digits.'],
  ['TABLESTORE_ENDPOINT',              'http://settle-dev.cn-hangzhou.ots.aliyuncs.com', 'must begin with https://: calls carry credentials.'],
])('%s that is %s', (name, value = '', sentence) => {
  const told = wrong(found({ [name]: value }));
  expect(told).toContain(`wrong ${name} ${sentence}`);
  if (/KEY|TOKEN/.test(name)) expect(told.join()).not.toContain(value);
  expect(verdictOf(preflight(found({ [name]: value })))).toMatch(/^Not ready to deploy, to mend first: .*; nothing is missing\.$/);
});

test('what the check of s.yaml finds, and bundles that are too large, are told with the rest', () => {
  const given = found(
    { MAIL_SENDER: 'billing', SETTLEMENT_REQUIRE_PROOF: 'yes', SESSION_KEY: '' },
    {
      faults: [
        { path: 'MAIL_SENDER', sentence: 'must be an e-mail address.' },
        { path: 'SETTLEMENT_REQUIRE_PROOF', sentence: 'must be enforce, or not set.' },
        { path: 'resources.log-in.props.memorysize', sentence: 'is no key.' },
      ],
      overBudget: ['log-in is 1,400 kB, over its budget.'],
    },
  );
  expect(wrong(given)).toEqual([
    expect.stringMatching(/^missing SESSION_KEY /),
    'wrong MAIL_SENDER must be an e-mail address.',
    'wrong SETTLEMENT_REQUIRE_PROOF must be enforce, or not set.',
    'wrong s.yaml resources.log-in.props.memorysize is no key.',
    'wrong bundles log-in is 1,400 kB, over its budget.',
  ]);
  expect(verdictOf(preflight(given))).toBe(
    'Not ready to deploy, to mend first: MAIL_SENDER, SETTLEMENT_REQUIRE_PROOF, s.yaml, bundles; these values are missing: SESSION_KEY.',
  );
});

test('what is not committed is no hindrance, but told', () => {
  const items = preflight(found({}, { workTree: { commit: '0224666', changed: 3 } }));
  expect(mayDeploy(items)).toBe(true);
  expect(describeItems(items)).toContain("3 files differ from commit 0224666: the deployment's name will say so");
});

describe('.env.example', () => {
  const explanations = explanationsIn(example);
  const given = ['ACCESS_KEY_ID', 'ACCESS_KEY_SECRET', 'SECURITY_TOKEN'];

  test('names exactly what s.yaml reads, and what signs the calls of a deployment', () => {
    const read = valuesOf(sYaml).flatMap(({ name }) => (name === 'STAGE' ? [] : [name]));
    expect([...explanations.keys()].sort()).toEqual([...read, ...given.map((name) => `ALIBABA_CLOUD_${name}`)].sort());
  });

  test('says of each what it is, and of what may be left out that it may', () => {
    const optional = valuesOf(sYaml).flatMap((value) => (value.optional ? [value.name] : []));
    const saysSo = [...explanations].flatMap(([name, said]) => (said.startsWith('Optional: ') ? [name] : []));
    const needed = ['ALIBABA_CLOUD_ACCOUNT_ID', 'MARKETPLACE_SELLER_KEY', 'OPERATOR_TOKEN'];
    expect(saysSo.sort()).toEqual(
      [...optional.filter((name) => !needed.includes(name)), 'ALIBABA_CLOUD_SECURITY_TOKEN'].sort(),
    );
    for (const said of explanations.values()) expect(said).toMatch(/^.{20,}\.$/);
  });

  test('holds no value that somebody could deploy', () => {
    expect(example).not.toMatch(/^[A-Z_]+=.+$/m);
  });
});

describe('secrets', () => {
  test('every development value is known as one', () => {
    for (const [name, value] of Object.entries(developmentEnvironment({}))) {
      if (/KEY|TOKEN/.test(name))
        expect([name, weaknessOf(value)]).toEqual([name, expect.stringContaining('development')]);
    }
  });

  test('what openssl makes will do', () => {
    expect(weaknessOf('Q1W5zJxk0c9H2s8vR4tY7uI3oP6aD+fG/hKlMnBvCxE=')).toBeUndefined();
    expect(weaknessOf('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')).toBeUndefined();
  });

  // biome-ignore format: one case a line
  test.each([
    // a text                                                    without secrets
    ['key qg"7 here',                                            'key *** here'],
    [JSON.stringify({ SESSION_KEY: 'qg"7' }),                    '{"SESSION_KEY":"***"}'],
    ['?key=qg%227',                                              '?key=***'],
    ['token qg"7-and-more',                                      'token ***'],
    ['nothing of them',                                          'nothing of them'],
  ])('%s', (text, blotted) => {
    expect(withoutSecrets(text, { SESSION_KEY: 'qg"7', OPERATOR_TOKEN: 'qg"7-and-more', DOMAIN_NAME: 'nothing' })).toBe(blotted);
  });
});
