/**
 * Which workspaces to list: the query of `GET /api/workspaces`, a record of text. Function Compute joins
 * the values of a parameter that is given twice with a comma, which makes every one but `q` malformed: guessing which was
 * meant would list the wrong workspaces.
 */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { given, members } from './given';
import { instanceId } from './instance-id';
import { settlementMethod } from './settlement';
import { site } from './site';
import { lengthFlaw, rule, text } from './text';

const limitFlaw = (limit: string): Flaw | undefined =>
  /^\d{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 200 ? undefined : { code: 'malformed' };

export const limit = text().check(rule(limitFlaw)).transform(Number);

/** Opaque: only who wrote it can read it. Our decision: visible ASCII, at most 1,024 characters. */
export const cursor = text().check(
  rule((written): Flaw | undefined => (/^[\x21-\x7e]{1,1024}$/.test(written) ? undefined : { code: 'malformed' })),
);

/** The start of a name, normalised as names are; white space at its end belongs to it ("Acme " is not "Acmeville"). */
export const nameStart = text()
  .normalize('NFC')
  .overwrite((start) => start.trimStart())
  .check(rule((start) => lengthFlaw(start, { maximum: 256 })));

export const workspaceList = given(
  members({
    limit: limit.default(50),
    cursor: cursor.exactOptional(),
    site: site.exactOptional(),
    method: settlementMethod.exactOptional(),
    instanceId: instanceId.exactOptional(),
    /** An instance whose closure switched the workspace. */
    closedBy: instanceId.exactOptional(),
    q: nameStart.exactOptional(),
  }),
);
export type WorkspaceList = z.output<typeof workspaceList>;
