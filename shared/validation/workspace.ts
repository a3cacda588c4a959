/**
 * A workspace: its ID is `wksp_` and 32 lower-case hexadecimal digits, its name 1 to 256 characters. (The product's
 * public documentation.)
 */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { given, members } from './given';
import { language } from './language';
import { lengthFlaw, rule, text, unprintable } from './text';

const workspaceIdFlaw = (id: string): Flaw | undefined =>
  /^wksp_[0-9a-f]{32}$/.test(id) ? undefined : { code: 'malformed' };

export const workspaceId = text().check(rule(workspaceIdFlaw)).brand<'WorkspaceId'>();
export type WorkspaceId = z.output<typeof workspaceId>;

const workspaceNameFlaw = (name: string): Flaw | undefined =>
  lengthFlaw(name, { maximum: 256 }) ?? (unprintable.test(name) ? { code: 'malformed' } : undefined);

/**
 * Our decision: white space around the name is no part of it, and it is kept composed (NFC), so that a search for its
 * start finds it however the searcher's keyboard composes. Characters are code points, counted after that.
 */
export const workspaceName = text().normalize('NFC').trim().check(rule(workspaceNameFlaw)).brand<'WorkspaceName'>();
export type WorkspaceName = z.output<typeof workspaceName>;

/** What the customer says of a new workspace. */
export const newWorkspace = given(members({ name: workspaceName, language }));
export type NewWorkspace = z.output<typeof newWorkspace>;
