/** Which step asks for what: each field of the body is asked for somewhere, and the first step that can mend something is found. */
import { firstStepOf, stepOf } from '../../../../../functions/console/pages/register/steps';
import { faultsOf } from '../../../../../shared/validation/faults';
import { registration } from '../../../../../shared/validation/registration';

// biome-ignore format: a table
const fields = [
  ['site',                           'basic'],
  ['username',                       'basic'],
  ['password',                       'basic'],
  ['email',                          'basic'],
  ['phone',                          'basic'],
  ['company',                        'company'],
  ['agreementAccepted',              'company'],
  ['workspace/name',                 'activation'],
  ['workspace/language',             'activation'],
  ['settlement/method',              'activation'],
  ['settlement/accountId',           'activation'],
  ['settlement/instanceId',          'activation'],
  ['activation/agreementAccepted',   'activation'],
  ['settlement/proof',               undefined],
  ['',                               undefined],
] as const;

test.each(fields)('%s is asked for in the step %s', (field, step) => {
  expect(stepOf(field.split('/'))).toBe(step);
});

test('every fault that a body can have without a proof belongs to a step', () => {
  const empty = { workspace: {}, settlement: { method: 'alicloud' } };
  const full = { ...empty, phone: '1', company: 'a'.repeat(257) };
  const { error } = registration.safeParse(full);
  const faults = error ? faultsOf(error, 'en') : [];
  expect(faults.map(({ path }) => [path, stepOf(path.split('/').slice(1))])).toEqual([
    ['/site', 'basic'],
    ['/username', 'basic'],
    ['/password', 'basic'],
    ['/email', 'basic'],
    ['/phone', 'basic'],
    ['/company', 'company'],
    ['/workspace/name', 'activation'],
    ['/workspace/language', 'activation'],
    ['/settlement/accountId', 'activation'],
    ['/settlement/instanceId', 'activation'],
    ['/agreementAccepted', 'company'],
  ]);
});

// biome-ignore format: a table
const first = [
  { faulty: ['settlement/accountId', 'username'],  step: 'basic' },
  { faulty: ['workspace/name', 'company'],         step: 'company' },
  { faulty: ['settlement/proof', 'workspace/name'], step: 'activation' },
  { faulty: ['settlement/proof'],                  step: undefined },
  { faulty: [],                                    step: undefined },
];

test.each(first)('$faulty are first mended in the step $step', ({ faulty, step }) => {
  expect(firstStepOf(faulty.map((field) => ({ path: field.split('/') })))).toBe(step);
});
