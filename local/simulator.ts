/**
 * The simulator's pages, under `/local/simulator/`: what people do at the real cloud, done in a browser on this machine. Every
 * page is the same HTML, filled in for each answer with a nonce of its own, as the console's are.
 *
 * A mail is shown as it was received, in a frame of an address of its own: nothing in it runs or is loaded, its styles stay,
 * and its links open in a new tab, which no frame of ours could show them in.
 */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';
import type { Files } from '../shared/ports';
import { filledPage } from '../shared/triggers/page';
import type { Mailbox } from './direct-mail/mailbox';
import { type HttpHandler, sendJson } from './http-server';

const ROOT = '/local/simulator';
const START = `${ROOT}/marketplace`;

export interface SimulatorOptions {
  /** Of the built pages. */
  readonly pages: Files;
  readonly mailbox: Pick<Mailbox, 'find'>;
  /** Shown to whoever opens the page. */
  readonly operatorToken?: string;
}

/** What is not the simulator's is answered by `otherwise`. */
export const createSimulator =
  ({ pages, mailbox, ...settings }: SimulatorOptions, otherwise: HttpHandler): HttpHandler =>
  async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path !== '/local/' && path !== ROOT && !path.startsWith(`${ROOT}/`)) return otherwise(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const fault = { status: 405, title: 'Method not allowed', detail: 'The pages take GET.' };
      sendJson(response, 405, fault, { allow: 'GET, HEAD' });
      return;
    }
    if (['/local/', ROOT, `${ROOT}/`].includes(path)) {
      response.writeHead(302, { location: START }).end();
      return;
    }
    const [, asset] = /^\/local\/simulator\/assets\/([^/]+)$/.exec(path) ?? [];
    const [, number] = /^\/local\/simulator\/mails\/(\d{1,9})$/.exec(path) ?? [];
    if (asset !== undefined) sendAsset(response, asset, await pages.read(asset));
    else if (number !== undefined) sendMail(response, (await mailbox.find(Number(number) - 1))?.html);
    else sendPage(response, await pages.read('index.html'), settings);
  };

const HTML = 'text/html; charset=utf-8';
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Their names carry the hash of what is in them, but for the licences. */
const sendAsset = (response: ServerResponse, name: string, contents: Uint8Array | undefined): void => {
  const type = types[extname(name)];
  if (!contents || type === undefined) {
    sendNotFound(response);
    return;
  }
  const kept = /\.[0-9a-f]{16}\./.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, { 'content-type': type, 'cache-control': kept }).end(contents);
};

const sendPage = (response: ServerResponse, html: Uint8Array | undefined, settings: object): void => {
  if (!html) throw new Error('The pages of the simulator are missing: npm run build makes them.');
  const nonce = randomBytes(16).toString('base64url');
  response
    .writeHead(200, {
      'content-type': HTML,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    })
    .end(filledPage(html, nonce, settings));
};

const sendMail = (response: ServerResponse, html: string | undefined): void => {
  if (!html) {
    sendNotFound(response);
    return;
  }
  response
    .writeHead(200, {
      'content-type': HTML,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        'img-src data:',
        "form-action 'none'",
        "frame-ancestors 'self'",
        'sandbox allow-popups allow-popups-to-escape-sandbox',
      ].join('; '),
    })
    // Behind its document type, without which it would be drawn by the rules of another time.
    .end(html.replace(/^\s*(<!doctype[^>]*>)?/i, '$&<base target="_blank">'));
};

const sendNotFound = (response: ServerResponse): void =>
  sendJson(response, 404, { status: 404, title: 'There is no such file', detail: `The pages begin at ${START}.` });
