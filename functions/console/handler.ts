/**
 * Serves the API's document, for programs at `/api/openapi.json` and for people at `/api/docs`; the pages of the Billing
 * Center will be served from here too. Answers every address that no other function owns, with 404 in the words of the API.
 *
 * The files come with the code, each also compressed, and are served as they are. A file whose name carries the hash of
 * what is in it never changes and is kept by browsers; of the others they ask whether they have changed.
 */
import { createHash } from 'node:crypto';
import { refused } from '../../shared/domain/refusals';
import type { Files, Touches } from '../../shared/ports';
import { type Answer, reply } from '../../shared/triggers/http';
import type { HttpRequest } from '../../shared/triggers/request';
import type { Doors } from '../../shared/triggers/serve';
import { type Encoding, encodings, preferredEncodings } from './schema';

export const touches = {} satisfies Touches;

export interface Ports {
  readonly files: Files;
}

export const doors = ({ files }: Ports): Doors => ({
  routes: [
    { method: 'GET', path: '/api/openapi.json', handle: (request) => answerFile(files, 'openapi.json', request) },
    { method: 'GET', path: '/api/docs', handle: (request) => answerFile(files, 'docs.html', request) },
    {
      method: 'GET',
      path: '/api/docs/{file}',
      handle: (request) => answerFile(files, request.params.file ?? '', request),
    },
  ],
});

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** Nothing from elsewhere is loaded or called, no other site frames the page, and no script stands in it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const answerFile = async (files: Files, name: string, { headers }: HttpRequest): Promise<Answer> => {
  const type = types[/\.([a-z]+)$/.exec(name)?.[1] ?? ''];
  const found =
    type === undefined ? undefined : await find(files, name, preferredEncodings(headers['accept-encoding']));
  if (type === undefined || !found) return refused('not-found');
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
    ...(name.endsWith('.html') && {
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'Referrer-Policy': 'no-referrer',
    }),
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
