/**
 * What a function's payload means as an HTTP answer (Function Compute 3.0, "Use an HTTP trigger to invoke a function"): an
 * object with `statusCode` is an answer with its headers and body; anything else is the body of a 200.
 *
 * Our decision: an answer with a member of the wrong type is refused with 502 and a sentence in the log, so that the
 * mistake shows here and not in the cloud; and a payload without `statusCode` is JSON where it reads as JSON.
 */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';

export interface HttpReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** The platform sets these itself, whatever the function says. */
const IGNORED_HEADERS = /^(connection|content-length|date|keep-alive|server|content-disposition|upgrade|x-fc-.*)$/i;

const answer = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.string()).default({}),
  isBase64Encoded: z.boolean().default(false),
  body: z.string().default(''),
});

/** Throws a sentence that names the wrong member. */
export const httpReply = (payload: Buffer): HttpReply => {
  const { value, type } = parsed(payload);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    return { status: 200, headers: { 'content-type': type }, body: payload };
  }
  const checked = answer.safeParse(value);
  if (!checked.success) throw new Error(`The answer is malformed: ${z.prettifyError(checked.error)}`);
  const { statusCode, headers, isBase64Encoded, body } = checked.data;
  const sent = Object.entries(headers).filter(([name]) => !IGNORED_HEADERS.test(name));
  for (const [name, value] of sent) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  return {
    status: statusCode,
    headers: Object.fromEntries(sent),
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
};

const parsed = (payload: Buffer): { value?: unknown; type: string } => {
  try {
    return { value: JSON.parse(payload.toString()), type: 'application/json' };
  } catch {
    return { type: 'text/plain; charset=utf-8' };
  }
};
