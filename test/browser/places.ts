/**
 * Every page, in every state that is worth a look, as data: `every-page.test.ts` visits each and finds out
 * whether people can use it, and `npm run screenshots` takes its pictures. A page that is new gets a row here.
 */
import type { Page } from 'playwright-core';
import type { WorkspaceView } from '../../shared/validation/answers';
import type { Bilingual } from '../../shared/validation/language';
import type { Exemptions } from './accessible';
import type { Expected } from './faults';
import { registerPlaces } from './register-places';
import type { Seeded } from './seed';
import { simulatorPlaces } from './simulator-places';

export interface Place extends Exemptions {
  /** In lower case, with hyphens: its pictures are called so. */
  readonly name: string;
  /** Who goes there; a visitor where it is left out. */
  readonly as?: 'visitor' | 'customer' | 'operator';
  readonly address: string | ((seeded: Seeded) => string);
  /** Its first heading, with which the title of the window begins too. */
  readonly heading: Bilingual;
  /** What a person does there before one looks: opens a dialog, sends a form. Waits for what follows. */
  readonly act?: (page: Page, t: (both: Bilingual) => string, seeded: Seeded) => Promise<void>;
  /** Requests that fail on the way. */
  readonly fails?: readonly Expected[];
  /** It speaks English to everybody. */
  readonly onlyEnglish?: true;
}

const addressOf = (workspace?: WorkspaceView): string =>
  workspace ? `/workspaces/${workspace.site}/${workspace.workspaceId}` : '/workspaces';

const bills = { zh: '账单', en: 'Bills' };
const expand = { zh: '展开行', en: 'Expand row' };

const same = (text: string): Bilingual => ({ zh: text, en: text });

export const places: readonly Place[] = [
  {
    name: 'log-in',
    address: '/log-in',
    heading: { zh: '登录', en: 'Log in' },
  },
  {
    name: 'log-in-refused',
    address: '/log-in',
    heading: { zh: '登录', en: 'Log in' },
    async act(page, t) {
      await page.getByLabel(t({ zh: '用户名', en: 'Username' }), { exact: true }).fill('nobody');
      await page.getByLabel(t({ zh: '密码', en: 'Password' }), { exact: true }).fill('not the password');
      await page.getByRole('button', { name: t({ zh: '登录', en: 'Log in' }) }).click();
      await page.getByRole('alert').first().waitFor();
    },
    fails: ['401 POST /api/sessions'],
  },
  ...registerPlaces,
  {
    name: 'workspaces',
    as: 'customer',
    address: '/workspaces',
    heading: { zh: '工作空间管理', en: 'Workspace management' },
  },
  {
    name: 'workspaces-none-fits',
    as: 'customer',
    address: ({ closedInstanceId }) => `/workspaces?q=nothing&closedBy=${closedInstanceId}`,
    heading: { zh: '工作空间管理', en: 'Workspace management' },
  },
  {
    name: 'workspace',
    as: 'customer',
    address: ({ workspaces }) => addressOf(workspaces[4]),
    heading: same('Acme Europe: staging and everything that is tried out'),
  },
  {
    name: 'workspace-switched',
    as: 'customer',
    address: ({ workspaces }) => addressOf(workspaces[2]),
    heading: same('Acme Hong Kong'),
  },
  {
    name: 'workspace-missing',
    as: 'customer',
    address: `/workspaces/cn1/wksp_${'0'.repeat(32)}`,
    heading: { zh: '工作空间不存在', en: 'There is no such workspace' },
    fails: [/^404 GET \/api\/workspaces\//],
  },
  {
    name: 'workspace-new',
    as: 'customer',
    address: '/workspaces/new',
    heading: { zh: '新建工作空间', en: 'New workspace' },
  },
  {
    name: 'change-settlement',
    as: 'customer',
    address: ({ workspaces }) => `${addressOf(workspaces[5])}?change`,
    heading: same('Acme 宁夏灾备'),
    async act(page, t) {
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: t({ zh: '阿里云账号结算', en: 'AliCloud account settlement' }) }).check();
      await dialog.getByRole('radio', { name: /33884913/ }).waitFor();
    },
  },
  {
    name: 'bills',
    as: 'customer',
    address: '/bills',
    heading: bills,
    // The latest bill, down to the hours of its first row.
    async act(page, t) {
      await page
        .getByRole('button', { name: t(expand) })
        .first()
        .click();
      const rows = page.getByRole('table', { name: t({ zh: '的明细', en: 'is made of' }) });
      await rows
        .getByRole('button', { name: t(expand) })
        .first()
        .click();
      await page.getByText(t({ zh: '每小时的用量', en: 'hour by hour' })).waitFor();
    },
  },
  {
    name: 'bills-by-payer',
    as: 'customer',
    address: '/bills?by=payer',
    heading: bills,
    async act(page, t) {
      await page
        .getByText(t({ zh: '查看每天的数值', en: 'Show the figures of each day' }))
        .first()
        .click();
      await page
        .getByRole('columnheader', { name: t({ zh: '构成', en: 'Made up of' }) })
        .first()
        .waitFor();
    },
  },
  {
    name: 'bills-none',
    as: 'customer',
    address: '/bills?from=2025-01-01&to=2025-01-31',
    heading: bills,
  },
  {
    name: 'ledger',
    as: 'customer',
    address: '/ledger',
    heading: { zh: '余额与收支', en: 'Balance' },
  },
  {
    name: 'cloud-accounts',
    as: 'customer',
    address: '/cloud-accounts',
    heading: { zh: '云账号', en: 'Cloud accounts' },
  },
  {
    name: 'account',
    as: 'customer',
    address: '/account',
    heading: { zh: '账号信息', en: 'Account' },
  },
  {
    name: 'operations',
    as: 'operator',
    address: '/operations',
    heading: { zh: '一致性检查', en: 'Consistency check' },
  },
  {
    name: 'operations-token',
    address: '/operations',
    heading: { zh: '一致性检查', en: 'Consistency check' },
  },
  {
    name: 'operations-closures',
    as: 'operator',
    address: '/operations/closures',
    heading: { zh: '业务关闭', en: 'Service closures' },
  },
  {
    name: 'operations-mails',
    as: 'operator',
    address: '/operations/mails',
    heading: { zh: '待发邮件', en: 'Unsent mails' },
  },
  {
    name: 'operations-metering',
    as: 'operator',
    address: '/operations/metering',
    heading: { zh: '用量上报', en: 'Metering' },
  },
  {
    name: 'operations-usage',
    as: 'operator',
    address: '/operations/usage',
    heading: { zh: '无法采用的用量', en: 'Unusable usage' },
  },
  ...simulatorPlaces,
  {
    name: 'not-found',
    address: '/nowhere',
    heading: { zh: '页面不存在', en: 'There is no such page' },
    fails: ['404 GET /nowhere'],
  },
  {
    name: 'api-docs',
    address: '/api/docs',
    heading: same('Account settlement for AliCloud'),
    onlyEnglish: true,
    exempt: {
      'color-contrast': 'The viewer, a package of others, has colours of its own.',
      'nested-interactive': 'Its rows are buttons that hold a link.',
      'select-name': 'Its list of servers has no label.',
      'target-size': 'On a phone the links in its rows are lower than 24 pixels; the rows themselves are not.',
    },
  },
];
