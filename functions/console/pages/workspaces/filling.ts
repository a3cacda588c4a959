/** How a page is filled by answers that may each be short, and when it is full. */
import type { WorkspaceView } from '../../../../shared/validation/answers';

export interface Answered {
  readonly workspaces: readonly WorkspaceView[];
  readonly nextCursor?: string;
}

export interface Wanted {
  readonly limit: number;
  readonly cursor?: string;
}

/** What to ask for after these answers; undefined where they are a page's worth, or the list has ended. */
export const wantedAfter = (limit: number, answers: readonly Answered[]): Wanted | undefined => {
  const found = answers.reduce((sum, { workspaces }) => sum + workspaces.length, 0);
  const cursor = answers.at(-1)?.nextCursor;
  return cursor !== undefined && found < limit ? { limit: limit - found, cursor } : undefined;
};
