/** The one address of the local cloud: the local controls under `/local/`, and the custom domain of the functions. */
import type { IncomingMessage } from 'node:http';
import { type Control, type ControlReply, controlFault } from './controls';
import { type HttpHandler, readBody, sendJson } from './http-server';

const LARGEST_BODY_BYTES = 1024 * 1024;

export const createFront =
  (controls: readonly Control[], domain: HttpHandler): HttpHandler =>
  async (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (!path.startsWith('/local/')) return domain(request, response);
    const { status, body, headers } = await answerControl(controls, request, path);
    sendJson(response, status, body, headers);
  };

const answerControl = async (
  controls: readonly Control[],
  request: IncomingMessage,
  path: string,
): Promise<ControlReply> => {
  const here = controls.flatMap((control) => {
    const params = match(control.path, path);
    return params ? [{ control, params }] : [];
  });
  const found = here.find(({ control }) => control.method === request.method);
  if (!found) {
    if (here.length === 0) {
      const known = [...new Set(controls.map((control) => control.path))].sort().join(', ');
      return controlFault(404, 'No such control', `The local controls are: ${known}.`);
    }
    const allow = here.map(({ control }) => control.method).join(', ');
    const body = { status: 405, title: 'Method not allowed', detail: `This control takes ${allow}.` };
    return { status: 405, body, headers: { allow } };
  }
  const bytes = await readBody(request, LARGEST_BODY_BYTES);
  const body = parse(bytes);
  if (body === undefined) return controlFault(400, 'Not JSON', 'Send the body as JSON, of at most 1 MB, or none.');
  const [, ...search] = (request.url ?? '').split('?');
  const query = Object.fromEntries(new URLSearchParams(search.join('?')));
  return found.control.answer({ params: found.params, body, query });
};

const parse = (bytes: Buffer | undefined): unknown => {
  if (!bytes) return undefined;
  try {
    return JSON.parse(bytes.length === 0 ? '{}' : bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    const value = given[at] ?? '';
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = decoded(value);
    else if (segment !== value) return undefined;
  }
  return params;
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
