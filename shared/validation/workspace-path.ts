/** `{site}/{workspaceId}` of an address. One that names no workspace at all names none that exists. */
import * as z from 'zod';
import { site } from './site';
import { workspaceId } from './workspace';

export const workspacePath = z.object({ site, workspaceId });
