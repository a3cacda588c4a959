import { readSingleSendMail } from '../../../local/direct-mail/single-send-mail';

const sender = 'billing@mail.example';
const valid = {
  AccountName: sender,
  AddressType: '1',
  ReplyToAddress: 'false',
  ToAddress: 'ops@acme.example',
  Subject: 'Closed',
  TextBody: 'Your instance was closed.',
};
const withTo = (...addresses: string[]) => ({ ...valid, ToAddress: addresses.join(',') });
const many = (count: number) => Array.from({ length: count }, (_, n) => `user${n}@acme.example`);

// biome-ignore format: one case a line
it.each([
  ['a text',                 valid,                                                                    { to: ['ops@acme.example'], html: '', text: valid.TextBody }],
  ['a page',                 { ...valid, TextBody: '', HtmlBody: '<p>Hi</p>' },                        { html: '<p>Hi</p>', text: '' }],
  ['both',                   { ...valid, HtmlBody: '<p>Hi</p>' },                                      { html: '<p>Hi</p>', text: valid.TextBody }],
  ['two addresses',          withTo('a@b.example', 'c+d@e-f.g.example'),                               { to: ['a@b.example', 'c+d@e-f.g.example'] }],
  ['100 addresses',          withTo(...many(100)),                                                     { to: many(100) }],
  ['a subject of 100',       { ...valid, Subject: '云'.repeat(100) },                                   { subject: '云'.repeat(100) }],
  ['an alias of 14',         { ...valid, FromAlias: 'x'.repeat(14) },                                  { subject: 'Closed' }],
  ['bodies of 80,000 bytes', { ...valid, HtmlBody: 'x'.repeat(80_000), TextBody: 'x'.repeat(80_000) }, { subject: 'Closed' }],
])('takes %s', (_, parameters, mail) => {
  expect(readSingleSendMail(parameters, sender)).toMatchObject(mail);
});

// biome-ignore format: one case a line
it.each([
  ['no AccountName',              { ...valid, AccountName: '' },               'MissingAccountName'],
  ['no AddressType',              { ...valid, AddressType: '' },               'MissingAddressType'],
  ['no ReplyToAddress',           { ...valid, ReplyToAddress: '' },            'MissingReplyToAddress'],
  ['no ToAddress',                { ...valid, ToAddress: '' },                 'MissingToAddress'],
  ['no Subject',                  { ...valid, Subject: '' },                   'MissingSubject'],
  ['another AddressType',         { ...valid, AddressType: '2' },              'InvalidAddressType'],
  ['another ReplyToAddress',      { ...valid, ReplyToAddress: '0' },           'InvalidReplyToAddress'],
  ['a sender not verified',       { ...valid, AccountName: 'x@mail.example' }, 'InvalidMailAddress.NotFound'],
  ['101 addresses',               withTo(...many(101)),                        'InvalidToAddress'],
  ['no address after the comma',  withTo('a@b.example', ''),                   'InvalidToAddress'],
  ['an address with a space',     withTo('a@b.example', ' c@d.example'),       'InvalidToAddress'],
  ['an address without @',        withTo('acme.example'),                      'InvalidToAddress'],
  ['an address without a domain', withTo('ops@acme'),                          'InvalidToAddress'],
  ['an alias of 15',              { ...valid, FromAlias: 'x'.repeat(15) },     'InvalidFromAlias.Malformed'],
  ['an alias of two lines',       { ...valid, FromAlias: 'a\nb' },             'InvalidFromAlias.Malformed'],
  ['a subject of 101',            { ...valid, Subject: 'x'.repeat(101) },      'InvalidSubject.Malformed'],
  ['a subject of two lines',      { ...valid, Subject: 'a\r\nBcc: b' },        'InvalidSubject.Malformed'],
  ['no body',                     { ...valid, TextBody: '' },                  'InvalidBody'],
  ['a page of 80,001 bytes',      { ...valid, HtmlBody: 'x'.repeat(80_001) },  'InvalidBody'],
  ['a text of 80,001 bytes',      { ...valid, TextBody: '云'.repeat(26_667) },  'InvalidBody'],
])('refuses %s', (_, parameters, code) => {
  expect(readSingleSendMail(parameters, sender)).toMatchObject({ code });
});
