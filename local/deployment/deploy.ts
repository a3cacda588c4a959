/**
 * Deploys in an order in which nothing half new is ever called. First every function is uploaded and a version of each is
 * published: nobody calls these yet, for everything that is called goes through the alias `live`. Only when all versions
 * exist the aliases move, what is invoked before what invokes it, so that an invocation never meets an older function than
 * its sender expects. Triggers and asynchronous settings name the alias, so they follow it, and the domain comes last.
 * (That a first deployment needs this order too, for the alias must exist before a trigger names it, is how the component's
 * own tests go about it.)
 *
 * Where it fails before the aliases move, everything that is called is as it was. Where it fails between two of them, those
 * that moved are moved back. Where it fails after them, the new versions are live and a second run does the rest.
 */
import * as z from 'zod';
import { LIVE } from '../../shared/validation/alias';
import type { FunctionVersions, Version } from './function-versions';
import { latestOf } from './labels';
import type { ServerlessDevs } from './serverless-devs';

/** Our decision, and a test holds it against what each function says that it invokes. The pages come after their API. */
export const safeOrder = [
  'deliver-mail',
  'close-subscription',
  'check-consistency',
  'settle-fees',
  'push-metering',
  'marketplace-event',
  'record-usage',
  'activate-registration',
  'change-settlement',
  'log-in',
  'billing-center',
  'console',
] as const;

/** What belongs to the alias and to no version. */
export interface AliasSettings {
  /** The functions that have settings for asynchronous invocations. */
  readonly asynchronous: ReadonlySet<string>;
  /** How many instances are kept, of the functions that say so; 0 takes an earlier number back. */
  readonly minInstances: ReadonlyMap<string, number>;
}

const settingsOfAlias = z.object({
  resources: z.record(
    z.string(),
    z.object({
      props: z.object({
        asyncInvokeConfig: z.unknown().optional(),
        scalingConfig: z.object({ minInstances: z.number() }).optional(),
      }),
    }),
  ),
});

/** As they stand in `s.yaml`, which was previewed. */
export const settingsIn = (previewed: unknown): AliasSettings => {
  const resources = Object.entries(settingsOfAlias.parse(previewed).resources);
  return {
    asynchronous: new Set(resources.flatMap(([name, { props }]) => (props.asyncInvokeConfig ? [name] : []))),
    minInstances: new Map(
      resources.flatMap(([name, { props }]) => (props.scalingConfig ? [[name, props.scalingConfig.minInstances]] : [])),
    ),
  };
};

/** What is done, a line each, for who wants to know before. */
export const describeSteps = (stage: string): string =>
  [
    `create the tables of ${stage} that are missing (npm run provision -- --stage ${stage} --dry-run tells which)`,
    `upload, and publish a version of each: ${safeOrder.join(', ')}`,
    `move the alias ${LIVE} of each to it, in this order`,
    'set triggers, asynchronous settings and kept instances of each, then the routes of the domain',
    'knock at every door',
  ]
    .map((step, at) => `  ${at + 1}. ${step}`)
    .join('\n');

export interface Deploying {
  readonly tool: ServerlessDevs;
  readonly versions: FunctionVersions;
  readonly settings: AliasSettings;
  /** The name of this deployment. */
  readonly deployment: string;
  say(line: string): void;
}

/** Says what stands in front of a fault, and what to do. */
const failing = async <T>(what: string, doing: Promise<T>): Promise<T> => {
  try {
    return await doing;
  } catch (fault) {
    throw new Error(`${(fault as Error).message}\n${what}`);
  }
};

export const deploy = async ({ tool, versions, settings, deployment, say }: Deploying): Promise<void> => {
  const published = await failing(
    'Nothing that is called has changed. Mend what it says and run the same command again.',
    uploadAndPublish(),
  );
  await moveAll(versions, published, say);
  await failing(
    'The new versions are live already. Mend what it says and run the same command again, or go back with npm run rollback.',
    finish(),
  );

  async function uploadAndPublish() {
    for (const name of safeOrder) {
      say(`uploading ${name}`);
      await tool.run(name, 'deploy', '--function', '-y');
    }
    const live = new Map<string, Version | undefined>();
    for (const name of safeOrder) live.set(name, await versions.live(name));
    const after = latestOf([...live.values()].map((version) => version?.label))?.deployment;
    const label = { deployment, ...(after !== undefined && { after }) };
    const published: { name: string; version: Version }[] = [];
    for (const name of safeOrder) {
      const version = await versions.publish(name, label);
      say(
        `version ${version.versionId} of ${name} ${version.label?.deployment === deployment ? 'published' : 'has it all'}`,
      );
      published.push({ name, version });
    }
    // Where nothing at all has changed since, say, a run that ended before its aliases moved, this is that deployment.
    const newest = latestOf(published.map(({ version }) => version.label)) ?? label;
    return published.map(({ name, version: { versionId } }) => ({
      name,
      from: live.get(name),
      to: { versionId, label: newest },
    }));
  }

  async function finish() {
    for (const name of safeOrder) {
      say(`triggers and settings of ${name}`);
      await tool.run(name, 'deploy', '--trigger', '-y');
      if (settings.asynchronous.has(name)) await tool.run(name, 'deploy', '--async-invoke-config', '-y');
      // No part of `deploy` alone reaches it.
      const least = settings.minInstances.get(name);
      if (least !== undefined) {
        await tool.run(name, 'scaling', 'put', '--qualifier', LIVE, '--min-instances', String(least));
      }
    }
    say('the domain');
    await tool.run('domain', 'deploy', '-y');
  }
};

interface Move {
  readonly name: string;
  /** Undefined where the alias did not exist. */
  readonly from: Version | undefined;
  readonly to: Version;
}

/** All, or none as far as that is in our hands. */
const moveAll = async (versions: FunctionVersions, moves: readonly Move[], say: (line: string) => void) => {
  const moved: Move[] = [];
  try {
    for (const move of moves) {
      // Before it is known to have succeeded: an answer that was lost may hide a move.
      moved.push(move);
      await versions.makeLive(move.name, move.to);
      say(`live: version ${move.to.versionId} of ${move.name}`);
    }
  } catch (fault) {
    const stuck = await moveBack(versions, moved, say);
    const then =
      stuck.length === 0
        ? 'What had moved was moved back. Mend what it says and run the same command again.'
        : `These could not be moved back and may be on the new version: ${stuck.join(', ')}. Run npm run rollback for this stage as soon as the account answers.`;
    throw new Error(`${(fault as Error).message}\n${then}`);
  }
};

/** What invokes goes back before what it invokes. Answers the functions of which it could not be done. */
const moveBack = async (versions: FunctionVersions, moved: readonly Move[], say: (line: string) => void) => {
  const stuck: string[] = [];
  for (const { name, from } of moved.toReversed()) {
    // On a first deployment there is nothing to go back to, and no route or trigger names the alias yet.
    if (from === undefined) continue;
    try {
      await versions.makeLive(name, from);
      say(`moved back: version ${from.versionId} of ${name}`);
    } catch {
      stuck.push(name);
    }
  }
  return stuck;
};
