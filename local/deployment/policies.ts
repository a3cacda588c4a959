/**
 * The RAM role of each function: who may assume it, and what it may do, made of the function's manifest and nothing else,
 * so that nobody keeps a list of permissions beside the code. What one role may do no other is given.
 *
 * Source of actions and resources: Tablestore, "Custom RAM policy" (an action is an operation's name; a batch is an action
 * of its own); Function Compute, "RAM authorization" (InvokeFunction, by function) and "Destinations for asynchronous
 * invocations" (mns:SendMessage by the function's role); Simple Message Queue, "SendMessage" (the queue's messages); Direct
 * Mail, "RAM authorization" (by action only, hence any resource). A role of one's own takes the place of the service's,
 * which could write logs and reach the queue (Function Compute, "Grant Function Compute permissions to access other Alibaba
 * Cloud services"): so it must be able to.
 *
 * Not documented: which actions the marketplace's OpenAPI asks for. "Services that work with RAM" knows permissions for the
 * marketplace as a whole only. Our decision: the actions of the API under its product's name, as with every other service.
 */
import { deployedName } from '../../shared/adapters/function-compute';
import { schemas } from '../../shared/adapters/tablestore/schema';
import type { Marketplace, StoreUse, Table, Touches } from '../../shared/ports';
import { LIVE } from '../../shared/validation/alias';
import type { PolicyDocument } from '../ram/policy';
import { type FunctionName, manifests } from './manifests';
import { logStoreNameOf, regionOf, type Stage } from './stage';

/** What a stage's policies are about. */
export interface Place {
  readonly stage: string;
  readonly region: string;
  /** The AliCloud account's. */
  readonly accountId: string;
  readonly tablestoreInstance: string;
  readonly logProject: string;
  readonly logStore: string;
}

/** Throws a sentence that names every value that is missing. */
export const placeOf = ({ name, environment }: Stage): Place => {
  const needed = ['ALIBABA_CLOUD_ACCOUNT_ID', 'TABLESTORE_INSTANCE', 'LOG_PROJECT'];
  const missing = needed.filter((variable) => !environment[variable]);
  if (missing.length > 0) {
    throw new Error(`The policies of ${name} name ${missing.join(', ')}: set what .env.example says of it.`);
  }
  return {
    stage: name,
    region: regionOf({ environment }),
    logStore: logStoreNameOf({ environment }),
    accountId: environment.ALIBABA_CLOUD_ACCOUNT_ID ?? '',
    tablestoreInstance: environment.TABLESTORE_INSTANCE ?? '',
    logProject: environment.LOG_PROJECT ?? '',
  };
};

export interface Role {
  readonly trustPolicy: object;
  readonly policy: PolicyDocument;
}

type Statement = PolicyDocument['Statement'][number];

const allow = (actions: readonly string[], ...resources: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action: [...actions],
  Resource: [...resources],
});

/** What the store's adapter sends: a row is always put whole, so only what counts updates one. */
const tablestoreOperation = {
  get: 'GetRow',
  getMany: 'BatchGetRow',
  scan: 'GetRange',
  write: 'PutRow',
  remove: 'DeleteRow',
  writeMany: 'BatchWriteRow',
  count: 'UpdateRow',
} as const satisfies Record<StoreUse, string>;

const marketplaceOperations: Record<keyof Marketplace, readonly string[]> = {
  // The first does not tell whose the instance is.
  instance: ['DescribeInstanceForIsv', 'DescribeOrderForIsv'],
  failedNotifications: ['DescribeFailedNotifications'],
  confirmNotification: ['ConfirmNotification'],
  pushMetering: ['PushMeteringData'],
};

/** Named as the function is: `account-settlement-dev-log-in`. */
export const roleNameOf = deployedName;

const onTables = (
  { region, accountId, tablestoreInstance }: Place,
  store: NonNullable<Touches['store']>,
): readonly Statement[] =>
  (Object.keys(store) as Table[]).map((table) =>
    allow(
      (store[table] ?? []).map((use) => `ots:${tablestoreOperation[use]}`),
      // The names of instances know no case, and policies want the lower one (Tablestore, "Custom RAM policy").
      `acs:ots:${region}:${accountId}:instance/${tablestoreInstance.toLowerCase()}/table/${schemas[table].name}`,
    ),
  );

/** By its name, and by the alias that is called: the documents give the first form, and do not exclude the second. */
const resourcesOf = ({ stage, region, accountId }: Place, name: FunctionName): readonly string[] => {
  const resource = `acs:fc:${region}:${accountId}:functions/${deployedName(stage, name)}`;
  return [resource, `${resource}/${LIVE}`];
};

/** Functions that others start, or a timer alone; what is given up of their asynchronous invocations goes to a queue (`s.yaml`). */
const started: ReadonlySet<FunctionName> = new Set([
  ...Object.values(manifests).flatMap((touches: Touches) => touches.invoker ?? []),
  'push-metering' as const,
]);

export const policyOf = (name: FunctionName, place: Place): PolicyDocument => {
  const { store = {}, marketplace = [], mailer = [], invoker = [] }: Touches = manifests[name];
  const { stage, region, accountId, logProject, logStore } = place;
  const queue = `acs:mns:${region}:${accountId}:/queues/account-settlement-${stage}-failed/messages`;
  return {
    Version: '1',
    Statement: [
      ...onTables(place, store),
      ...(marketplace.length > 0
        ? [
            allow(
              marketplace.flatMap((use) => marketplaceOperations[use]).map((action) => `market:${action}`),
              '*',
            ),
          ]
        : []),
      ...(mailer.length > 0 ? [allow(['dm:SingleSendMail'], '*')] : []),
      ...(invoker.length > 0
        ? [allow(['fc:InvokeFunction'], ...invoker.flatMap((called) => resourcesOf(place, called)))]
        : []),
      ...(started.has(name) ? [allow(['mns:SendMessage'], queue)] : []),
      allow(['log:PostLogStoreLogs'], `acs:log:${region}:${accountId}:project/${logProject}/logstore/${logStore}`),
    ],
  };
};

/** Only Function Compute hands out the role's credentials (RAM, "Trust policy"). */
const trustPolicy = {
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['fc.aliyuncs.com'] } }],
};

/** Every role of the stage, by its name. */
export const rolesOf = (place: Place): Readonly<Record<string, Role>> =>
  Object.fromEntries(
    (Object.keys(manifests) as FunctionName[]).map((name) => [
      roleNameOf(place.stage, name),
      { trustPolicy, policy: policyOf(name, place) },
    ]),
  );
