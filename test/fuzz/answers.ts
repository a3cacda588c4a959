/** What each door answers to a request that it carries out: status and body, by the contract. */
import * as z from 'zod';
import {
  bearer,
  billingAccount,
  billPage,
  closures,
  cloudAccounts,
  consistency,
  ledgerPage,
  metering,
  oneWorkspace,
  registered,
  timeline,
  unsentMails,
  unusableUsage,
  usageOfOneDay,
  workspacePage,
} from '../../shared/validation/answers';

type Form = Readonly<Record<number, z.ZodType>>;

/** No body. */
const nothing = z.undefined();
/** A file: its text, of whatever kind. */
const file = z.string();
const unchanged = { 304: nothing };

const pages = [
  '/register',
  '/log-in',
  '/workspaces',
  '/workspaces/new',
  '/workspaces/{site}/{workspaceId}',
  '/bills',
  '/ledger',
  '/cloud-accounts',
  '/account',
  '/operations',
  '/operations/closures',
  '/operations/mails',
  '/operations/metering',
  '/operations/usage',
];

const forms: Readonly<Record<string, Form>> = {
  'POST /api/registrations': { 201: registered },
  'POST /api/registrations/workspaces': { 201: oneWorkspace },
  'PUT /api/settlements/{site}/{workspaceId}': { 200: oneWorkspace },
  'POST /api/sessions': { 201: bearer, 204: nothing },
  'DELETE /api/sessions': { 204: nothing },
  'GET /api/account': { 200: billingAccount },
  'GET /api/workspaces': { 200: workspacePage },
  'GET /api/workspaces/{site}/{workspaceId}': { 200: oneWorkspace },
  'GET /api/workspaces/{site}/{workspaceId}/settlements': { 200: timeline },
  'GET /api/cloud-accounts': { 200: cloudAccounts },
  'GET /api/workspaces/{site}/{workspaceId}/usage': { 200: usageOfOneDay },
  'GET /api/bills': { 200: billPage },
  'GET /api/bills.csv': { 200: file },
  'GET /api/ledger': { 200: ledgerPage },
  'GET /api/operations/consistency': { 200: consistency },
  'GET /api/operations/closures': { 200: closures },
  'GET /api/operations/mails': { 200: unsentMails },
  'GET /api/operations/usage': { 200: unusableUsage },
  'GET /api/operations/metering': { 200: metering },
  // The marketplace's own forms, see `marketplaceForms`.
  'GET /marketplace/spi': {},
  'GET /api/openapi.json': { 200: z.record(z.string(), z.unknown()), ...unchanged },
  'GET /api/docs': { 200: file, ...unchanged },
  'GET /api/docs/{file}': { 200: file, ...unchanged },
  'GET /assets/{file}': { 200: file, ...unchanged },
  'GET /': { 200: file },
  ...Object.fromEntries(
    pages.flatMap((page): [string, Form][] => [
      [`GET ${page}`, { 200: file }],
      // It leads to the address without the slash.
      [`GET ${page}/`, { 308: nothing }],
    ]),
  ),
  // Nothing is there but refusals, and the page that says so.
  'GET /*': {},
};

/** HEAD is answered as GET, without a body. */
const getFor = (method: string): string => (method === 'HEAD' ? 'GET' : method);

export const isDescribed = (door: string): boolean => Object.hasOwn(forms, door.replace(/^HEAD /, 'GET '));

const patterns = Object.entries(forms).map(([door, form]) => {
  const [method, path = ''] = door.split(' ');
  return { method, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+').replace('*', '.*')}$`), form };
});

/** What is answered there; undefined where nobody has written it down. */
export const answerAt = (method: string, path: string): Form | undefined => {
  const plain = path.split('/').map(decoded).join('/');
  return patterns.find((one) => one.method === getFor(method) && one.pattern.test(plain))?.form;
};

/** A slash that was written as `%2F` is a part of its segment. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment).replaceAll('/', '%2F');
  } catch {
    return segment;
  }
};

/** The marketplace's answers, each with the name by which it is counted. */
export const marketplaceForms: readonly (readonly [name: string, status: number, form: z.ZodType])[] = [
  ['spi refused', 403, z.strictObject({ success: z.literal('false') })],
  ['spi true', 200, z.strictObject({ success: z.union([z.literal('true'), z.literal(true)]) })],
  ['spi false', 200, z.strictObject({ success: z.union([z.literal('false'), z.literal(false)]) })],
  ['spi not ready', 200, z.strictObject({ instanceId: z.literal('0') })],
  [
    'spi opened',
    200,
    z.strictObject({
      instanceId: z.string().regex(/^\d{6,12}$/),
      appInfo: z.strictObject({ frontEndUrl: z.url(), authUrl: z.url() }),
    }),
  ],
];
