/**
 * The trials, in their order. What they leave behind: one Billing Center account named accept-…, its workspace, a closed
 * instance, and the mails to the address that was given. The rest is removed.
 */
import { randomInt } from 'node:crypto';
import type { Credentials } from '../../../shared/adapters/open-api';
import type { InstanceStatus } from '../../../shared/domain/instance';
import { type Clock, type Marketplace, type Store, Unavailable } from '../../../shared/ports';
import { pages } from '../../../shared/protocol/pages';
import { type SpiParameters, signSpiCall } from '../../../shared/triggers/marketplace-signature';
import { mayDeploy } from '../preflight';
import { smoke } from '../smoke';
import type { Environment } from '../stage';
import type { Hands } from './hands';
import { runStoreSuite } from './store-suite';
import { asExpected, differs, notDone, type Outcome, type Trial } from './trial';

export interface StageOnTrial {
  readonly checkout: string;
  readonly version: string;
  readonly publicUrl: string;
  readonly sellerKey: string | undefined;
  readonly environment: Environment;
  readonly tablestore: { readonly endpoint: string; readonly instanceName: string; readonly credentials: Credentials };
  readonly store: Store;
  readonly marketplace: Marketplace;
  readonly clock: Clock;
  readonly hands: Hands;
  /** Where mails of the trial go. */
  readonly mailTo: string | undefined;
}

const STEP_MS = 10_000;
/** A timer each minute, and a cold start. */
const TIMER_MS = 150_000;
/** A person, and a slow tool. */
const CALL_MS = 60_000;
const PAGE = 200;
const ATTEMPTS = 5;

/** What is asked is what the answer is, not whether the first of them comes in time. */
const insist = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (fault) {
      if (attempt === ATTEMPTS || !(fault instanceof Unavailable)) throw fault;
    }
  }
};

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(1, 10)).join('');

/** Throws a sentence where the stage has customers: trials are for a stage that has none yet. */
export const refuseCustomers = async (store: Store): Promise<void> => {
  for await (const rows of pages(store, 'workspaces', {}, PAGE)) {
    if (rows.some((row) => row.kind === 'workspace' && !row.username.startsWith('accept-'))) {
      throw new Error(
        'This stage has customers already: try it out on one that has none, with an instance of its own.',
      );
    }
  }
};

export const trialsOf = (stage: StageOnTrial): Trial[] => {
  const { publicUrl, store, hands, clock } = stage;
  const bought: { parameters?: SpiParameters } = {};
  const registered: { username?: string; password?: string; workspaceId?: string } = {};

  /** What `look` finds within so long; undefined where it finds nothing. */
  const within = async <T>(ms: number, look: () => Promise<T | undefined>): Promise<T | undefined> => {
    for (let passedMs = 0; ; passedMs += STEP_MS) {
      const found = await look();
      if (found !== undefined || passedMs >= ms) return found;
      await hands.pass(STEP_MS);
    }
  };

  /** After a call of the marketplace the instance is as it says, within a minute. */
  const becomes = async (
    action: 'expiredInstance' | 'renewInstance' | 'releaseInstance',
    wanted: readonly InstanceStatus[],
    more: SpiParameters,
  ): Promise<Outcome> => {
    const instanceId = bought.parameters?.orderBizId;
    if (instanceId === undefined) return notDone('It needs the instance that was bought.');
    if ((await hands.call(action, { instanceId, ...more })) === undefined) return notDone('Nobody made the call.');
    const status = async () => (await store.get('instances', { instanceId }))?.status;
    const found = await within(CALL_MS, async () => {
      const now = await status();
      return now !== undefined && wanted.includes(now) ? now : undefined;
    });
    return found === undefined
      ? differs(
          `The instance is ${await status()}. Where DescribeInstanceForIsv does not show an instance of the test tool, a call about it is passed over; the function's log says why.`,
        )
      : asExpected(`The instance is ${found}.`);
  };

  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(new URL(path, publicUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  return [
    {
      name: 'The doors',
      expected: 'each refuses a stranger in its own words (npm run smoke)',
      async run() {
        const doors = await smoke(publicUrl, stage.environment.OPERATOR_TOKEN, stage.version);
        const wrong = doors.flatMap(({ what, state, sentence }) => (state === 'ok' ? [] : [`${what} ${sentence}`]));
        return mayDeploy(doors) ? asExpected(`${doors.length} doors`) : differs(wrong.join('; '));
      },
    },
    {
      name: "The store's contract",
      expected: 'every case passes on Tablestore itself, rows without attribute columns and all error codes included',
      async run() {
        const { credentials, ...own } = stage.tablestore;
        const instanceName = stage.environment.ACCEPT_TABLESTORE_INSTANCE || own.instanceName;
        const { passed, failed } = await runStoreSuite(stage.checkout, { ...own, instanceName }, credentials);
        return failed.length === 0
          ? asExpected(`${passed} cases on the instance ${instanceName}`)
          : differs(`${failed.length} of ${passed + failed.length} cases: ${failed.join('; ')}`);
      },
    },
    {
      name: 'A signed query',
      expected:
        '200 for spaces as + and as %20, for Chinese, for a percent sign, for an empty value and for an added name; 403 with another token',
      async run() {
        if (!stage.sellerKey) return notDone('MARKETPLACE_SELLER_KEY is not set.');
        const parameters = {
          action: 'acceptance',
          expiredOn: '2027-03-04 05:06:07',
          name: '中文 & 100%',
          empty: '',
          Count: '1',
        };
        const query = new URLSearchParams({
          ...parameters,
          token: signSpiCall(parameters, stage.sellerKey),
        }).toString();
        const wrongToken = query.replace(/token=./, 'token=x');
        const asked = [query, query.replaceAll('+', '%20'), wrongToken];
        const statuses: number[] = [];
        for (const each of asked) statuses.push((await fetch(new URL(`/marketplace/spi?${each}`, publicUrl))).status);
        const found = `answered ${statuses.join(', ')}`;
        return statuses.join() === '200,200,403' ? asExpected(found) : differs(found);
      },
    },
    {
      name: 'An unknown instance',
      expected:
        'DescribeInstanceForIsv refuses it with a code that the adapter takes for unknown, so that a customer is told instance-not-found',
      async run() {
        const found = await insist(() => stage.marketplace.instance(digits(9)));
        return found === undefined ? asExpected('It is known to be unknown.') : differs(`It is ${found.status}.`);
      },
    },
    {
      name: 'One timer',
      expected:
        'a to-do that nobody was told of is gone within two minutes: each-minute of close-subscription found it',
      async run() {
        const instanceId = digits(12);
        const todo = { queue: 'closures', subject: instanceId } as const;
        // Closed already: there is nothing to walk but the to-do.
        await store.write({ table: 'instances', insert: { instanceId, version: 1, status: 'closed' } });
        await store.write({ table: 'todos', put: { ...todo, sinceMs: clock.nowMs() } });
        const gone = await within(TIMER_MS, async () => ((await store.get('todos', todo)) ? undefined : true));
        await store.write({ table: 'todos', remove: todo });
        await store.write({ table: 'instances', remove: { instanceId } });
        return gone
          ? asExpected('It is gone.')
          : differs('It is still there: look at the trigger and the log of close-subscription.');
      },
    },
    {
      name: 'createInstance',
      expected: 'the instance is open, with the account, the order and the expiry that were sent (Beijing time)',
      async run() {
        const wanted: SpiParameters = {
          aliUid: `9${digits(15)}`,
          orderBizId: digits(8),
          orderId: digits(15),
          productCode: stage.environment.MARKETPLACE_PRODUCT_CODES?.split(',')[0]?.trim() || 'that of the product',
          skuId: 'any of the product',
          trial: 'false',
          expiredOn: '2027-03-04 05:06:07',
        };
        const made = await hands.call('createInstance', wanted);
        const instanceId = made?.orderBizId;
        if (made === undefined || instanceId === undefined) return notDone('Nobody made the call.');
        bought.parameters = made;
        const found = await within(CALL_MS, () => store.get('instances', { instanceId }));
        if (found === undefined) return differs('No row of the instance appeared within a minute.');
        const expiresAtMs = made.expiredOn && Date.parse(`${made.expiredOn.replace(' ', 'T')}+08:00`);
        const pairs = [
          ['status', found.status, 'open'],
          ['accountId', found.accountId, made.aliUid],
          ['orderId', found.orderId, made.orderId],
          ...(expiresAtMs ? [['expiresAtMs', found.expiresAtMs, expiresAtMs]] : []),
        ];
        const wrong = pairs.flatMap(([name, is, should]) => (is === should ? [] : [`${name} is ${is}, not ${should}`]));
        return wrong.length === 0 ? asExpected(`Instance ${instanceId} is open.`) : differs(wrong.join('; '));
      },
    },
    {
      name: 'A registration bound to it',
      expected: '201, settled by the instance',
      async run() {
        const { aliUid, orderBizId } = bought.parameters ?? {};
        if (aliUid === undefined || orderBizId === undefined) return notDone('It needs the instance that was bought.');
        if (stage.environment.SETTLEMENT_REQUIRE_PROOF) {
          return notDone('SETTLEMENT_REQUIRE_PROOF is on: bind one by the log-in link of the marketplace, by hand.');
        }
        const [username, password] = [`accept-${digits(8)}`, `accept ${digits(24)}`];
        const answer = await post('/api/registrations', {
          site: 'cn1',
          username,
          password,
          email: stage.mailTo ?? 'nobody@example.com',
          workspace: { name: 'Acceptance', language: 'en' },
          settlement: { method: 'alicloud', accountId: aliUid, instanceId: orderBizId },
          agreementAccepted: true,
        });
        const body = (await answer.json()) as { code?: string; workspace?: { workspaceId: string } };
        if (answer.status !== 201 || body.workspace === undefined) {
          return differs(`answered ${answer.status} ${body.code ?? ''}`);
        }
        Object.assign(registered, { username, password, workspaceId: body.workspace.workspaceId });
        return asExpected(`${username} with ${body.workspace.workspaceId}`);
      },
    },
    {
      name: 'expiredInstance',
      expected: 'the instance is overdue, and keeps its workspace',
      run: () => becomes('expiredInstance', ['overdue'], {}),
    },
    {
      name: 'renewInstance',
      expected: 'the instance is open again',
      run: () => becomes('renewInstance', ['open'], { orderId: digits(15), expiredOn: '2028-03-04 05:06:07' }),
    },
    {
      name: 'releaseInstance',
      expected: 'the instance is closing or closed',
      run: () => becomes('releaseInstance', ['closing', 'closed'], { isRefund: 'false' }),
    },
    {
      name: 'The closure',
      expected: 'within two minutes the workspace settles through Billing Center, by cause of the closure',
      async run() {
        const { username, password, workspaceId } = registered;
        if (workspaceId === undefined) return notDone('It needs the registration.');
        const session = (await (await post('/api/sessions', { username, password })).json()) as { token?: string };
        const last = async () => {
          const answer = await fetch(new URL(`/api/workspaces/cn1/${workspaceId}/settlements`, publicUrl), {
            headers: { authorization: `Bearer ${session.token}` },
          });
          const { settlements } = (await answer.json()) as { settlements?: { method: string; cause: string }[] };
          return settlements?.at(-1);
        };
        const found = await within(TIMER_MS, async () => ((await last())?.cause === 'closure' ? last() : undefined));
        return found?.method === 'billing-center'
          ? asExpected('It does.')
          : differs(`Its last settlement is ${JSON.stringify(await last())}.`);
      },
    },
    {
      name: 'One mail',
      expected: 'the notice of the closure is sent within two minutes, and arrives',
      async run() {
        if (stage.mailTo === undefined) return notDone('No address was given: --mail-to.');
        const { orderBizId: instanceId } = bought.parameters ?? {};
        if (registered.workspaceId === undefined || instanceId === undefined) return notDone('It needs the closure.');
        const { username } = registered;
        const owed = async () => {
          for await (const rows of pages(store, 'mails', {}, PAGE)) {
            const mail = rows.find((row) => row.username === username && row.notice.kind === 'closure');
            if (mail) return mail;
          }
          return undefined;
        };
        const sent = await within(TIMER_MS, async () => {
          const mail = await owed();
          return mail?.sentAtMs ?? mail?.undeliverableAtMs;
        });
        const mail = await owed();
        if (sent === undefined || mail?.sentAtMs === undefined) {
          return differs(mail ? `It was not sent: ${mail.lastError ?? 'it was not tried'}.` : 'None is owed.');
        }
        const seen = await hands.sawMail(stage.mailTo, instanceId);
        if (seen === undefined) return notDone('DirectMail took it; nobody looked whether it arrived.');
        return seen
          ? asExpected('DirectMail took it, and it arrived.')
          : differs('DirectMail took it, and it did not arrive.');
      },
    },
    {
      name: 'The list of failed notifications',
      expected: 'DescribeFailedNotifications answers as the SDK types it',
      async run() {
        const { total } = await insist(() => stage.marketplace.failedNotifications(1, 10));
        return asExpected(`${total} listed`);
      },
    },
    {
      name: 'One failed notification',
      expected: 'listed once its attempts are used up, taken by check-consistency within the hour, then listed no more',
      run: async () =>
        notDone(
          'It takes the marketplace hours or days to give up. By hand: let its message address point nowhere, buy, put the address back at once, and look at the list the next day. Listed, it must be gone an hour later, and the instance open.',
        ),
    },
    {
      name: 'The EventBridge trigger',
      expected:
        'an event of type marketplace:Instance:<action> on our own bus has the effect of the call; without EVENT_RULE_ARN the trigger is there and takes nothing',
      run: async () =>
        notDone(
          'By hand: Function Compute console, marketplace-event, Triggers. With EVENT_RULE_ARN, publish functions/marketplace-event/example.json on the bus; without, see that deploying did not complain of an empty source.',
        ),
    },
  ];
};
