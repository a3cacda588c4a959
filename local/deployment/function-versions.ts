/**
 * A function's published versions, and its alias `live`, which routes, triggers and other functions name. A version is the
 * code and the settings of one moment and never changes; triggers and asynchronous settings are no part of it (Function
 * Compute documents, "Manage versions"). The commands are those of component fc3 ("version", "alias"), in the form that
 * needs no `s.yaml`, so that a rollback needs none of the configuration.
 */
import * as z from 'zod';
import { deployedName } from '../../shared/adapters/function-compute';
import { LIVE } from '../../shared/validation/alias';
import { type Label, readLabel, writeLabel } from './labels';
import type { ServerlessDevs } from './serverless-devs';

export interface Version {
  readonly versionId: string;
  /** Undefined where a person published it by hand. */
  readonly label?: Label;
}

export interface FunctionVersions {
  /** Newest first. */
  list(name: string): Promise<readonly Version[]>;
  /** What is live; undefined before the first deployment. */
  live(name: string): Promise<Version | undefined>;
  /** Publishes what was uploaded last; where nothing changed since, that is the newest version already. */
  publish(name: string, label: Label): Promise<Version>;
  /** Makes a version the live one: from now on whoever calls the function gets it. */
  makeLive(name: string, version: Version): Promise<void>;
}

const description = z.string().nullish();
const versionAnswer = z.object({ versionId: z.union([z.string(), z.number()]).transform(String), description });
const listAnswer = z.array(versionAnswer).nullish();
const aliasesAnswer = z.array(versionAnswer.extend({ aliasName: z.string() })).nullish();

const versionOf = ({ versionId, description }: z.output<typeof versionAnswer>): Version => {
  const label = readLabel(description ?? undefined);
  return { versionId, ...(label && { label }) };
};

/** `name` is a function's folder name; `stage` and `region` say which function of the account that is. */
export const functionVersions = (tool: ServerlessDevs, stage: string, region: string): FunctionVersions => {
  const ask = async <T>(schema: z.ZodType<T>, name: string, ...args: string[]): Promise<T> => {
    const where = ['--region', region, '--function-name', deployedName(stage, name)];
    const printed = await tool.run('cli', 'fc3', ...args, ...where, '--silent', '-o', 'json');
    const answer = schema.safeParse(jsonIn(printed));
    if (answer.success) return answer.data;
    throw new Error(`s ${args.join(' ')} of ${name} answered what is not understood here: ${printed.slice(0, 300)}`);
  };
  const list = async (name: string) =>
    ((await ask(listAnswer, name, 'version', 'list')) ?? [])
      .map(versionOf)
      .sort((one, other) => Number(other.versionId) - Number(one.versionId));

  return {
    list,
    async live(name) {
      const aliases = (await ask(aliasesAnswer, name, 'alias', 'list')) ?? [];
      const alias = aliases.find(({ aliasName }) => aliasName === LIVE);
      return alias && versionOf(alias);
    },
    async publish(name, label) {
      try {
        const args = ['version', 'publish', '--description', writeLabel(label)];
        return versionOf(await ask(versionAnswer, name, ...args));
      } catch (fault) {
        if (!/No changes were made since last publish/i.test((fault as Error).message)) throw fault;
      }
      const [newest] = await list(name);
      if (newest?.label) return newest;
      throw new Error(
        `Version ${newest?.versionId} of ${name} was published by hand, so no rollback would know it: remove it, by npx s cli fc3 version remove --region ${region} --function-name ${deployedName(stage, name)} --version-id ${newest?.versionId}, then deploy again.`,
      );
    },
    async makeLive(name, { versionId, label }) {
      const described = label ? ['--description', writeLabel(label)] : [];
      // Answers the alias or, where it was created, nothing.
      const args = ['alias', 'publish', '--alias-name', LIVE, '--version-id', versionId, ...described];
      await ask(z.unknown(), name, ...args);
    },
  };
};

/** Where the tool says more than the JSON that it was asked for, the JSON is the last thing that it says. */
const jsonIn = (printed: string): unknown => {
  const [, text] = /^(?:[\s\S]*?\n)??\s*([[{][\s\S]*[\]}])\s*$/.exec(printed) ?? [];
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The version that a deployment made live: the newest that was published by then. */
export const versionAt = (versions: readonly Version[], deployment: string): Version | undefined =>
  versions.find(({ label }) => label !== undefined && label.deployment <= deployment);
