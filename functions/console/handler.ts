/**
 * Serves the pages of the Billing Center, and the API's document: for programs at `/api/openapi.json`, for people at
 * `/api/docs`. Answers every address that no other function owns: with 404 in the words of the API, or, to who wants to read
 * HTML, with the page that says so.
 *
 * Every page is the same HTML, and its script finds out by the address what to show. The HTML is made for each answer, with a
 * nonce of its own; all else comes with the code, compressed, and is sent as it is. A file whose name carries the hash of what
 * is in it never changes and is kept by browsers; of the others they ask whether they have changed.
 */
import { createHash } from 'node:crypto';
import { refused } from '../../shared/domain/refusals';
import type { Files, Random, Touches } from '../../shared/ports';
import { type Answer, reply } from '../../shared/triggers/http';
import { filledPage } from '../../shared/triggers/page';
import type { HttpRequest } from '../../shared/triggers/request';
import type { Doors } from '../../shared/triggers/serve';
import { type Encoding, encodings, preferredEncodings, wantsHtml } from './schema';

export const touches = {} satisfies Touches;

export interface Ports {
  /** The document's. */
  readonly files: Files;
  /** The pages', `index.html` among them. */
  readonly pages: Files;
  readonly random: Pick<Random, 'id'>;
}

/** What the pages are told of the deployment. Anybody can read it. */
export interface PageSettings {
  /** The product's page at the marketplace, where customers buy. */
  readonly marketplaceProductUrl?: string | undefined;
  /** The agreement that customers accept. */
  readonly agreementUrl?: string | undefined;
}

/** Where the pages are: as in `pages/routes.tsx`. */
const pageAddresses = [
  '/',
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
] as const;

export const doors = ({ files, pages, random }: Ports, settings: PageSettings): Doors => {
  const page = (status: number) => answerPage(pages, random.id(), settings, status);
  const reads: Readonly<Record<string, (request: HttpRequest) => Promise<Answer>>> = {
    '/api/openapi.json': (request) => answerFile(files, 'openapi.json', request),
    '/api/docs': (request) => answerFile(files, 'docs.html', request),
    '/api/docs/{file}': (request) => answerFile(files, request.params.file ?? '', request),
    '/assets/{file}': (request) => answerFile(pages, request.params.file ?? '', request),
    ...Object.fromEntries(pageAddresses.map((path) => [path, () => page(200)])),
    ...Object.fromEntries(pageAddresses.filter((path) => path !== '/').map((path) => [`${path}/`, leadTo(path)])),
  };
  return {
    routes: Object.entries(reads).flatMap(([path, handle]) => [
      { method: 'GET', path, handle },
      { method: 'HEAD', path, handle },
    ]),
    otherwise: async ({ headers }) => (wantsHtml(headers.accept) ? page(404) : refused('not-found')),
  };
};

/** To the page without the slash behind its address, with all else that stands in it. */
const leadTo =
  (template: string) =>
  async ({ params, query }: HttpRequest): Promise<Answer> => {
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const parameters = new URLSearchParams(query).toString();
    return reply(308, undefined, { Location: parameters === '' ? path : `${path}?${parameters}` });
  };

// --- the pages -------------------------------------------------------------------------------------------------------

const answerPage = async (pages: Files, nonce: string, settings: PageSettings, status: number): Promise<Answer> => {
  const html = await pages.read(PAGE);
  if (!html) throw new Error(`${PAGE} is missing: it is uploaded with the function, by npm run build.`);
  const headers = { 'Content-Type': types.html, ...aboutHtml(nonce) };
  return { kind: 'reply', status, bytes: filledPage(html, nonce, settings), headers };
};

const PAGE = 'index.html';

/**
 * Nothing from elsewhere is loaded or called, no other site frames the page, and no script stands in it. Ant Design writes its
 * styles into the page as it draws: those that carry the nonce are taken.
 */
const contentSecurityPolicy = (nonce?: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === undefined ? '' : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** A year. Browsers take it over HTTPS only, which is all that a deployment's domain speaks. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

const aboutHtml = (nonce?: string) => ({
  'Content-Security-Policy': contentSecurityPolicy(nonce),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': STRICT_TRANSPORT_SECURITY,
});

// --- the files -------------------------------------------------------------------------------------------------------

const types = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  woff2: 'font/woff2',
} as const;

const typeOf = (name: string): string | undefined => {
  const ending = /\.([a-z0-9]+)$/.exec(name)?.[1] ?? '';
  return Object.hasOwn(types, ending) ? types[ending as keyof typeof types] : undefined;
};

const answerFile = async (files: Files, name: string, { headers }: HttpRequest): Promise<Answer> => {
  const type = typeOf(name);
  // The pages' HTML is nothing before it is filled in.
  if (type === undefined || name === PAGE) return refused('not-found');
  const found = await find(files, name, preferredEncodings(headers['accept-encoding']));
  if (!found) return refused('not-found');
  const { bytes, encoding } = found;
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const about = {
    ETag: etag,
    'Cache-Control': /\.[0-9a-f]{16}\./.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
  };
  if (knows(headers['if-none-match'], etag)) return reply(304, undefined, about);
  const more = {
    'Content-Type': type,
    ...(encoding && { 'Content-Encoding': encoding }),
    ...(type === types.html && aboutHtml()),
  };
  return { kind: 'reply', status: 200, bytes, headers: { ...about, ...more } };
};

/** The first of the encodings that there is, else the file itself. */
const find = async (
  files: Files,
  name: string,
  preferred: readonly Encoding[],
): Promise<{ bytes: Uint8Array; encoding?: Encoding } | undefined> => {
  for (const encoding of preferred) {
    const bytes = await files.read(`${name}${encodings[encoding]}`);
    if (bytes) return { bytes, encoding };
  }
  const bytes = await files.read(name);
  return bytes && { bytes };
};

/** `If-None-Match` (RFC 9110): a list of ETags, compared weakly, or `*`. */
const knows = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
