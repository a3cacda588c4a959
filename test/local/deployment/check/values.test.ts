/** Which values `s.yaml` reads, and which of them a stage lacks. */
import { completed, missingValues, placeholders, valuesOf } from '../../../../local/deployment/check/values';

const text = `
# \${env('OF_A_COMMENT')} is read by nobody
vars:
  stage: \${env('STAGE')}
  region: \${env('REGION', 'cn-hangzhou')}
resources:
  one: \${env( "LOG_PROJECT" )}
  # and neither is \${env('OF_ANOTHER')}
  two: \${json(env('LEAST', '0'))}-\${env('STAGE')}
  three: \${env('SOMETIMES')}\${env('SOMETIMES', '')}
  four: \${env('SOMETIMES_TOO', '')}\${env('SOMETIMES_TOO')}
`;

test('every value is read once, in the order of the file; one is optional where it is everywhere', () => {
  expect(valuesOf(text)).toEqual([
    { name: 'STAGE', optional: false },
    { name: 'REGION', optional: true },
    { name: 'LOG_PROJECT', optional: false },
    { name: 'LEAST', optional: true },
    { name: 'SOMETIMES', optional: false },
    { name: 'SOMETIMES_TOO', optional: false },
  ]);
});

// biome-ignore format: one environment a line
test.each<[string, Record<string, string>, readonly string[]]>([
  ['nothing',          {},                                                                             ['STAGE', 'LOG_PROJECT', 'SOMETIMES', 'SOMETIMES_TOO']],
  ['some',             { STAGE: 'dev', SOMETIMES: 'x' },                                               ['LOG_PROJECT', 'SOMETIMES_TOO']],
  ['an empty one',     { STAGE: 'dev', SOMETIMES: '', SOMETIMES_TOO: 'x', LOG_PROJECT: 'logs' },       ['SOMETIMES']],
  ['all',              { STAGE: 'dev', SOMETIMES: 'x', SOMETIMES_TOO: 'x', LOG_PROJECT: 'logs' },      []],
])('of a stage that has %s', (_, environment, missing) => {
  expect(missingValues(text, environment)).toEqual(missing);
});

test('what is missing is made up, what is there stays', () => {
  const environment = { STAGE: 'dev', SOMETIMES: 'x', SOMETIMES_TOO: 'x', REGION: 'cn-beijing' };
  expect(completed(text, environment)).toEqual({ ...environment, LOG_PROJECT: placeholders.LOG_PROJECT });
});
