/**
 * What a version and an alias say of the deployment that made them, in their description: it is all that a rollback needs,
 * and stands where every colleague and every build server sees it, so there is no record of ours that could be lost.
 *
 * `20261125T042651Z-0224666 after 20261120T160512Z-1379b38`: when it began (so that names sort by time), which commit it
 * is (`+` where files had been changed since), and which deployment was live until then.
 */

export interface Label {
  readonly deployment: string;
  readonly after?: string;
}

const NAME = String.raw`\d{8}T\d{6}Z-[0-9a-f]{7,40}\+?`;
const LABEL = new RegExp(`^(${NAME})(?: after (${NAME}))?$`);

export const isDeploymentName = (text: string): boolean => new RegExp(`^${NAME}$`).test(text);

export const deploymentName = (nowMs: number, commit: string, changed: boolean): string =>
  `${new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '')}-${commit}${changed ? '+' : ''}`;

export const writeLabel = ({ deployment, after }: Label): string =>
  after === undefined ? deployment : `${deployment} after ${after}`;

/** Undefined for a description that is not ours. */
export const readLabel = (description: string | undefined): Label | undefined => {
  const [, deployment, after] = LABEL.exec(description ?? '') ?? [];
  return deployment === undefined ? undefined : { deployment, ...(after !== undefined && { after }) };
};

/** The latest of them; undefined of none. */
export const latestOf = (labels: readonly (Label | undefined)[]): Label | undefined =>
  labels
    .flatMap((label) => label ?? [])
    .sort((one, other) => (one.deployment < other.deployment ? 1 : -1))
    .at(0);
