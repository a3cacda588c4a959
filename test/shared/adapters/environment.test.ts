import {
  operatorTokensOf,
  readEnvironment,
  sessionKeysOf,
  type VariableName,
} from '../../../shared/adapters/environment';

const right: Record<VariableName, string> = {
  STAGE: 'production',
  PUBLIC_URL: 'https://billing.example',
  TABLESTORE_ENDPOINT: 'https://settlement.cn-hangzhou.ots.aliyuncs.com',
  TABLESTORE_INSTANCE: 'settlement',
  FUNCTION_COMPUTE_ENDPOINT: 'https://123456.cn-hangzhou.fc.aliyuncs.com',
  MARKETPLACE_ENDPOINT: 'https://market.aliyuncs.com',
  MARKETPLACE_SELLER_KEY: '29ae1790-c00c-4321-a214-254fe79e2269',
  MARKETPLACE_SELLER_KEY_PREVIOUS: 'the one before',
  MARKETPLACE_PRODUCT_CODES: 'cmgj00053362,cmgj00053363',
  MARKETPLACE_PRODUCT_URL: 'https://market.aliyun.com/products/56774014/cmgj00053362.html?spm=1#skus',
  AGREEMENT_URL: 'https://www.example.com/terms',
  METERING_DAILY_PRODUCT_CODES: 'cmgj00053363',
  METERING_ITEM_KEY: 'Unit',
  METERING_ASSIT_ID: 'cmapi00060317-Unit-1',
  SESSION_KEY: 'sixteen letters!',
  SESSION_KEY_PREVIOUS: 'sixteen letters?',
  SETTLEMENT_CHANGES_PER_MONTH: '1',
  SETTLEMENT_LEAVE_OPEN_SUBSCRIPTION: 'refuse',
  SETTLEMENT_SITE_PROVIDER: 'enforce',
  SETTLEMENT_REQUIRE_PROOF: 'enforce',
  CONSISTENCY_REPAIR_LIMIT: '25',
  OPERATOR_TOKEN: 'an operator token',
  OPERATOR_TOKEN_PREVIOUS: 'the token before',
  MAIL_ENDPOINT: 'https://dm.aliyuncs.com',
  MAIL_SENDER: 'billing@mail.example',
};
const names = Object.keys(right) as VariableName[];
const optional = [
  'MARKETPLACE_SELLER_KEY',
  'MARKETPLACE_SELLER_KEY_PREVIOUS',
  'MARKETPLACE_PRODUCT_CODES',
  'MARKETPLACE_PRODUCT_URL',
  'AGREEMENT_URL',
  'METERING_DAILY_PRODUCT_CODES',
  'METERING_ITEM_KEY',
  'METERING_ASSIT_ID',
  'SESSION_KEY_PREVIOUS',
  'SETTLEMENT_CHANGES_PER_MONTH',
  'SETTLEMENT_LEAVE_OPEN_SUBSCRIPTION',
  'SETTLEMENT_SITE_PROVIDER',
  'SETTLEMENT_REQUIRE_PROOF',
  'CONSISTENCY_REPAIR_LIMIT',
  'OPERATOR_TOKEN',
  'OPERATOR_TOKEN_PREVIOUS',
] as const;
const required = names.filter((name) => !optional.some((other) => other === name));

const complaint = (environment: Record<string, string | undefined>, asked: readonly VariableName[] = names): string => {
  try {
    readEnvironment(environment, asked);
    return '';
  } catch (fault) {
    return (fault as Error).message;
  }
};

it('all variables, read', () => {
  expect(readEnvironment(right, names)).toEqual({
    ...right,
    MARKETPLACE_PRODUCT_CODES: ['cmgj00053362', 'cmgj00053363'],
    METERING_DAILY_PRODUCT_CODES: ['cmgj00053363'],
    SETTLEMENT_CHANGES_PER_MONTH: 1,
    CONSISTENCY_REPAIR_LIMIT: 25,
  });
});

it('a function asks only for what it uses; whatever else is there, or not, is of no account', () => {
  expect(readEnvironment({ STAGE: 'test', PATH: '/bin', SESSION_KEY: 'x' }, ['STAGE'])).toEqual({ STAGE: 'test' });
});

describe('not set', () => {
  it.each(required)('%s is named', (name) => {
    const sentence = `The configuration is not right: ${name} is not set.`;
    expect(complaint({ ...right, [name]: undefined })).toBe(sentence);
    expect(complaint({ ...right, [name]: '' })).toBe(sentence);
  });

  it.each(optional)('%s may be left out, which an empty one is', (name) => {
    for (const value of [undefined, '']) {
      expect(readEnvironment({ ...right, [name]: value }, names)[name]).toBeUndefined();
    }
  });

  it('all are named at once', () => {
    const message = complaint({});
    for (const name of required) expect(message).toContain(`${name} is not set`);
    for (const name of optional) expect(message).not.toContain(`${name} `);
  });
});

describe('malformed', () => {
  const noUrl = 'must be an address with its scheme, such as https://example.com';
  const noStage = 'must be 1 to 16 lower-case letters, digits or dashes';

  // biome-ignore format: one case a line
  it.each<[VariableName, string, string]>([
    // variable                   value                              what is said
    ['STAGE',                     'Production',                      noStage],
    ['STAGE',                     'a-stage-of-17-xyz',               noStage],
    ['STAGE',                     'a stage',                         noStage],
    ['PUBLIC_URL',                'billing.example',                 noUrl],
    ['PUBLIC_URL',                'ftp://billing.example',           noUrl],
    ['PUBLIC_URL',                'https://billing.example/path',    noUrl],
    ['PUBLIC_URL',                'https://billing.example?a=b',     noUrl],
    ['PUBLIC_URL',                'https://billing.example#a',       noUrl],
    ['PUBLIC_URL',                'https://me:secret@billing.example', noUrl],
    ['PUBLIC_URL',                'https://billing example',         noUrl],
    ['PUBLIC_URL',                'https://billing.example:port',    noUrl],
    ['PUBLIC_URL',                'https://',                        noUrl],
    ['TABLESTORE_ENDPOINT',       'settlement.ots.aliyuncs.com',     noUrl],
    ['FUNCTION_COMPUTE_ENDPOINT', 'fc.aliyuncs.com',                 noUrl],
    ['MARKETPLACE_ENDPOINT',      'market.aliyuncs.com',             noUrl],
    ['MAIL_ENDPOINT',             'dm.aliyuncs.com',                 noUrl],
    ['SESSION_KEY',               'fifteen letters',                 'must have at least 16 characters'],
    ['SESSION_KEY_PREVIOUS',      'fifteen letters',                 'must have at least 16 characters'],
    ['OPERATOR_TOKEN',            'fifteen letters',                 'must have at least 16 characters'],
    ['OPERATOR_TOKEN_PREVIOUS',   'fifteen letters',                 'must have at least 16 characters'],
    ['METERING_ITEM_KEY',         'Unit 1',                          'must be the name of a metering item, such as Unit'],
    ['METERING_ASSIT_ID',         'cmapi 1',                         'must be the id of a metering item, such as cmapi00060317-Unit-1'],
    ['CONSISTENCY_REPAIR_LIMIT',  'many',                            'must be a number from 0 to 999999'],
    ['MAIL_SENDER',               'billing',                         'must be an e-mail address'],
  ])('%s=%s %s', (name, value, said) => {
    expect(complaint({ ...right, [name]: value })).toBe(`The configuration is not right: ${name} ${said}.`);
  });

  it('all are named at once, beside what is not set, and no value is shown', () => {
    const secret = 'do-not-show-me';
    const message = complaint({
      ...right,
      STAGE: `${secret}!`,
      SESSION_KEY: secret,
      PUBLIC_URL: secret,
      MAIL_SENDER: '',
    });
    expect(message).toBe(
      `The configuration is not right: STAGE ${noStage}; PUBLIC_URL ${noUrl}; SESSION_KEY must have at least 16 characters; MAIL_SENDER is not set.`,
    );
  });
});

describe('an address is read as the origin that a browser would write', () => {
  // biome-ignore format: one case a line
  it.each([
    ['https://billing.example',      'https://billing.example'],
    ['https://billing.example/',     'https://billing.example'],
    ['http://127.0.0.1:8080',        'http://127.0.0.1:8080'],
    ['http://[::1]:8080/',           'http://[::1]:8080'],
    ['https://Billing.Example',      'https://billing.example'],
    ['https://billing.example:443',  'https://billing.example'],
    ['http://billing.example:80/',   'http://billing.example'],
    ['https://billing.example:8443', 'https://billing.example:8443'],
  ])('%s: %s', (written, read) => {
    expect(readEnvironment({ PUBLIC_URL: written }, ['PUBLIC_URL']).PUBLIC_URL).toBe(read);
  });
});

// biome-ignore format: one case a line
it.each([
  ['cmgj00053362',                   ['cmgj00053362']],
  ['cmgj00053362, cmgj00053363',     ['cmgj00053362', 'cmgj00053363']],
])('product codes %j: %j', (written, read) => {
  const { MARKETPLACE_PRODUCT_CODES } = readEnvironment({ MARKETPLACE_PRODUCT_CODES: written }, ['MARKETPLACE_PRODUCT_CODES']);
  expect(MARKETPLACE_PRODUCT_CODES).toEqual(read);
});

it('a key ring has the current key first, and the previous one while there is one', () => {
  expect(sessionKeysOf({ SESSION_KEY: 'new', SESSION_KEY_PREVIOUS: undefined })).toEqual(['new']);
  expect(sessionKeysOf({ SESSION_KEY: 'new', SESSION_KEY_PREVIOUS: 'old' })).toEqual(['new', 'old']);
});

// biome-ignore format: one case a line
it.each([
  [{ OPERATOR_TOKEN: 'new',     OPERATOR_TOKEN_PREVIOUS: undefined }, ['new']],
  [{ OPERATOR_TOKEN: 'new',     OPERATOR_TOKEN_PREVIOUS: 'old' },     ['new', 'old']],
  [{ OPERATOR_TOKEN: undefined, OPERATOR_TOKEN_PREVIOUS: 'old' },     []],
  [{},                                                                []],
])('operators of %j carry one of %j', (set, tokens) => {
  expect(operatorTokensOf(set)).toEqual(tokens);
});
