/**
 * `PushMeteringData` on the wire: how entries are written, and what an answer, or the lack of one, says of them.
 *
 * Source: Alibaba Cloud Marketplace, "PushMeteringData": times in Unix seconds and values as text, the spelling `meteringAssit`;
 * business errors come as HTTP 500, so the code decides and never the status alone. Our decision is which error means what:
 *
 * | the call ends with | outcome |
 * |---|---|
 * | 200 and `Success: true` | accepted |
 * | Service.Flow.Control, Throttling.*, 429 | throttled |
 * | the connection was refused, or there is no such address: nothing was sent | throttled, `unreached` |
 * | Invalid.Parameter.*, Metering.Data.Exceeded, Permission.Denied, whatever the status | refused |
 * | any other code with 4xx: the gateway refused the call itself | refused |
 * | any other code with 5xx, 503 among them, or an answer without one, or that cannot be read | unknown |
 * | no answer in time, or a connection that broke | unknown |
 */
import * as z from 'zod';
import type { MeteringEntry, MeteringOutcome } from '../ports';
import { OpenApiRefusal, OpenApiSilence } from './open-api';

export const meteringRequest = (entries: readonly MeteringEntry[]): string =>
  JSON.stringify(
    entries.map(({ instanceId, startMs, endMs, key, units, meteringAssit }) => ({
      InstanceId: instanceId,
      StartTime: String(startMs / 1000),
      EndTime: String(endMs / 1000),
      Entities: [{ Key: key, Value: String(units), ...(meteringAssit !== undefined && { meteringAssit }) }],
    })),
  );

const success = z.object({ Success: z.literal(true) });

export const outcomeOfAnswer = (text: string): MeteringOutcome => {
  try {
    success.parse(JSON.parse(text));
    return { kind: 'accepted' };
  } catch {
    return { kind: 'unknown', why: 'an answer that is not as documented' };
  }
};

const BUSINESS = /^(Invalid\.Parameter\b|Metering\.Data\.Exceeded$|Permission\.Denied$)/;
const PATIENCE = /Throttl|Flow\.?Control/i;
/** Node's words for a connection that never was: a request cannot have gone out on it. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

export const outcomeOfFault = (fault: unknown): MeteringOutcome => {
  if (fault instanceof OpenApiRefusal) {
    const { code, status } = fault;
    if (BUSINESS.test(code) || status < 500) return { kind: 'refused', code };
    return { kind: 'unknown', why: `${status} ${code}` };
  }
  if (fault instanceof OpenApiSilence) {
    const { code = '', status } = fault;
    if (status === undefined && NEVER_SENT.includes(code)) return { kind: 'throttled', code: 'unreached' };
    if (PATIENCE.test(code) || status === 429) return { kind: 'throttled', code: code || 'unreached' };
    return { kind: 'unknown', why: [status, code].filter(Boolean).join(' ') || 'no answer' };
  }
  throw fault;
};
