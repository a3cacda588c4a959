/**
 * The alarms as Log Service takes them: the bodies of CreateAlert and of CreateIndex (Simple Log Service, API 2020-12-30,
 * with the data structures AlertConfiguration, AlertQuery, Schedule and Index). UpdateAlert and UpdateIndex take the same.
 *
 * Function Compute writes every line that a function prints as one entry, the line in its field `message` and the function's
 * full name in `functionName` ("Log field details"), and of every request one with its metrics, among them `errorType`. An
 * index of the type json makes the members of `message` fields of their own.
 */
import { deployedName } from '../../shared/adapters/function-compute';
import { manifests } from '../deployment/manifests';
import { logStoreNameOf, regionOf } from '../deployment/stage';
import type { Alarm, Measure, Test } from './alarms';

export interface LogStore {
  readonly stage: string;
  readonly region: string;
  readonly project: string;
  readonly logstore: string;
}

/** What `s.yaml` writes the logs of a stage to, by the same values and defaults. Throws a sentence that says what is missing. */
export const logStoreOf = (stage: string, environment: Readonly<Record<string, string | undefined>>): LogStore => {
  const { LOG_PROJECT } = environment;
  if (!LOG_PROJECT) {
    throw new Error(
      `LOG_PROJECT is not set: name the project of Log Service in .env.${stage} that ${stage} writes to.`,
    );
  }
  return {
    stage,
    region: regionOf({ environment }),
    project: LOG_PROJECT,
    logstore: logStoreNameOf({ environment }),
  };
};

/** The full names of a stage's functions: another stage may write to the same log store. */
export const functionNames = (stage: string): string[] =>
  Object.keys(manifests).map((name) => deployedName(stage, name));

// --- the query -------------------------------------------------------------------------------------------------------

const textOf = (value: string | boolean): string => `'${String(value)}'`;
const listOf = (values: readonly string[]): string => values.map(textOf).join(', ');

/** As Log Service names a field: a member of the line lies below `message`. */
export const fieldOf = ({ from }: Pick<Alarm, 'from'>, name: string): string =>
  from === 'lines' ? `message.${name}` : name;

const compared = (field: string, test: Test): string => {
  if (typeof test !== 'object') return `"${field}" = ${textOf(test)}`;
  if ('atLeast' in test) return `"${field}" >= ${test.atLeast}`;
  return 'not' in test ? `"${field}" not in (${listOf(test.not)})` : `"${field}" in (${listOf(test)})`;
};

/** Where nothing fits, 0: a missing value would be compared with nothing. */
const measured = (alarm: Alarm, measure: Measure): string => {
  if (measure === 'count') return 'count(*)';
  const of = (name: string) => `"${fieldOf(alarm, name)}"`;
  if ('sum' in measure) return `coalesce(sum(${of(measure.sum)}), 0)`;
  if ('max' in measure) return `coalesce(max(${of(measure.max)}), 0)`;
  return `coalesce(approx_percentile(${of(measure.p99)}, 0.99), 0)`;
};

/** What stands before the bar narrows by the index, and what stands after it is exact. The figure is called `value`. */
export const queryOf = (alarm: Alarm, stage: string): string => {
  const [first, ...others] = Object.entries(alarm.where);
  if (!first) throw new Error(`The alarm ${alarm.name} looks at everything.`);
  const [name, word] = first;
  const by = alarm.by && `"${fieldOf(alarm, alarm.by)}"`;
  return [
    `${fieldOf(alarm, name)}: ${String(word)} | select ${by ? `${by} as "by", ` : ''}${measured(alarm, alarm.measure)} as value`,
    `from log where functionName in (${listOf(functionNames(stage))})`,
    ...others.map(([field, test]) => `and ${compared(fieldOf(alarm, field), test)}`),
    ...(by ? [`group by ${by}`] : []),
    ...(alarm.among === undefined ? [] : [`having count(*) >= ${alarm.among}`]),
    ...(by ? ['order by value desc limit 100'] : []),
  ].join(' ');
};

// --- the rule --------------------------------------------------------------------------------------------------------

/** Log Service's own numbers. */
const severities: Readonly<Record<Alarm['severity'], number>> = { critical: 10, high: 8, medium: 6 };

export const conditionOf = ({ fires }: Alarm): string =>
  'atLeast' in fires ? `value >= ${fires.atLeast}` : `value < ${fires.below}`;

/** `actionPolicy` is the id of an action policy in Log Service, which says whom it tells, and how. */
export const ruleOf = (alarm: Alarm, { stage, region, project, logstore }: LogStore, actionPolicy: string) => ({
  name: `account-settlement-${stage}-${alarm.name}`,
  displayName: `${stage}: ${alarm.name}`,
  description: alarm.means,
  schedule: { type: 'FixedRate', interval: `${alarm.everyMinutes}m` },
  configuration: {
    version: '2.0',
    type: 'default',
    queryList: [
      {
        query: queryOf(alarm, stage),
        storeType: 'log',
        project,
        store: logstore,
        region,
        timeSpanType: 'Relative',
        start: `-${alarm.overMinutes}m`,
        end: 'now',
        powerSqlMode: 'auto',
      },
    ],
    groupConfiguration: alarm.by ? { type: 'custom', fields: ['by'] } : { type: 'no_group', fields: [] },
    severityConfigurations: [
      { severity: severities[alarm.severity], evalCondition: { condition: conditionOf(alarm), countCondition: '' } },
    ],
    threshold: 1,
    noDataFire: false,
    sendResolved: true,
    autoAnnotation: true,
    annotations: [
      { key: 'title', value: `${stage}: ${alarm.name}` },
      { key: 'desc', value: alarm.means },
      { key: 'runbook', value: `local/operations/RUNBOOK.md, "Alarm: ${alarm.name}"` },
    ],
    labels: [{ key: 'stage', value: stage }],
    policyConfiguration: { alertPolicyId: 'sls.builtin.dynamic', actionPolicyId: actionPolicy, repeatInterval: '1h' },
  },
});

// --- the index -------------------------------------------------------------------------------------------------------

/** What can be asked of a line, and of which type it is. A test holds it against the lines that the functions write. */
export const lineFields = {
  level: 'text',
  function: 'text',
  requestId: 'text',
  metric: 'text',
  trigger: 'text',
  method: 'text',
  route: 'text',
  status: 'long',
  outcome: 'text',
  durationMs: 'long',
  coldStart: 'text',
  version: 'text',
  qualifier: 'text',
  storeCalls: 'long',
  storeRetries: 'long',
  storeThrottled: 'long',
  storeMs: 'long',
  readUnits: 'long',
  writeUnits: 'long',
  marketplaceCalls: 'long',
  marketplaceMs: 'long',
  mailCalls: 'long',
  mailMs: 'long',
  invokeCalls: 'long',
  invokeMs: 'long',
  action: 'text',
  underWay: 'long',
  oldestAgeMs: 'long',
  waiting: 'long',
  failing: 'long',
  undeliverable: 'long',
  // usage
  taken: 'long',
  late: 'long',
  unusable: 'long',
  endangered: 'long',
  unknown: 'long',
  sent: 'long',
  failed: 'long',
  found: 'long',
  repaired: 'long',
  left: 'long',
  stopped: 'text',
  dryRun: 'text',
  checked: 'long',
  fault: 'text',
  warning: 'text',
} as const satisfies Readonly<Record<string, 'text' | 'long'>>;

/** Of the platform's own. */
export const requestFields = {
  functionName: 'text',
  requestId: 'text',
  invocationType: 'text',
  hasFunctionError: 'text',
  errorType: 'text',
  isColdStart: 'text',
  qualifier: 'text',
  versionId: 'text',
  instanceID: 'text',
  durationMs: 'double',
  memoryUsageMB: 'double',
} as const;

/** What divides words: not the dash and not the slash, of which our names are made. */
const token = [',', ' ', "'", '"', ';', '=', '(', ')', '[', ']', '{', '}', '?', '&', '<', '>', '\n', '\t', '\r'];

const typed = (type: 'text' | 'long' | 'double') => ({
  type,
  doc_value: true,
  ...(type === 'text' && { token, caseSensitive: true }),
});

const typedAll = (fields: Readonly<Record<string, 'text' | 'long' | 'double'>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, typed(type)]));

/** It takes the place of the one that is there, so the platform's own fields are in it, and every word can be looked for. */
export const index = {
  line: { token, caseSensitive: false, chn: false },
  keys: {
    ...typedAll(requestFields),
    message: {
      type: 'json',
      doc_value: true,
      token,
      caseSensitive: true,
      chn: false,
      index_all: false,
      max_depth: 1,
      json_keys: typedAll(lineFields),
    },
  },
};
