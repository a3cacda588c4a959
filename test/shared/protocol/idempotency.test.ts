import { createHash } from 'node:crypto';
import { fingerprintOf } from '../../../shared/protocol/idempotency';
import { registration } from '../../../shared/validation/registration';
import { registrationBody } from '../../fakes/world';

const understood = (changes: object) => registration.parse(registrationBody(changes));
const first = fingerprintOf(understood({}));

// biome-ignore format: one case a line
it.each<[string, object, boolean]>([
  // another body                                                                         the same request
  ['the same',                     {},                                                     true],
  ['members that are ignored',     { unknown: 1 },                                         true],
  ['the same, written otherwise',  { username: ' ACME ' },                                 true],
  ['a member left out or empty',   { phone: '13800138000' },                               true],
  ['another password',             { password: 'another horse battery' },                  true],
  ['another username',             { username: 'acme2' },                                  false],
  ['another workspace',            { workspace: { name: 'Acme test', language: 'zh' } },   false],
  ['another settlement',           { settlement: { method: 'billing-center' } },           false],
  ['another site',                 { site: 'cn2' },                                        false],
  ['an optional member less',      { company: '' },                                        false],
])('%s: the same fingerprint: %s', (_, changes, same) => {
  expect(fingerprintOf(understood(changes)) === first).toBe(same);
});

it('is a SHA-256 in hex, and of the password nothing can be guessed from it', () => {
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprintOf({ a: 'b', password: 'p' })).toBe(createHash('sha256').update('{"a":"b"}').digest('hex'));
});

it('a member that an array or a nested object calls password is not left out', () => {
  expect(fingerprintOf({ a: { password: 'p' } })).not.toBe(fingerprintOf({ a: { password: 'q' } }));
});
