/**
 * Stands in for the deployment tool, for nobody here has an account to deploy to. It keeps what was deployed, writes every
 * call with its whole environment down, and answers as the tool's components document it. The real one's rules that matter
 * for the order of calls hold here too: a trigger or a route may name an alias only where it exists, and a version is
 * published only of what changed.
 */
import type { Ended } from '../../local/function-compute/deployment-tool';

export interface DeployedFunction {
  uploaded?: string;
  versions: { versionId: string; description: string; code: string }[];
  aliases: { aliasName: string; versionId: string; description: string }[];
  triggers: boolean;
  asynchronous: boolean;
  minInstances?: string;
}

export interface State {
  /** By the name under which it is deployed. */
  functions: Record<string, DeployedFunction>;
  /** What is uploaded of each function, or of all. */
  code: Record<string, string>;
  calls: { argv: readonly string[]; env: Record<string, string | undefined> }[];
  moves: { name: string; versionId: string }[];
  domains: number;
  /** Calls, from 1, that are refused, with a complaint that holds every variable. */
  failAt: number[];
  /** Calls that happen but are not answered. */
  loseAt: number[];
}

export const emptyState = (): State => ({
  functions: {},
  code: { all: 'first' },
  calls: [],
  moves: [],
  domains: 0,
  failAt: [],
  loseAt: [],
});

const optionOf = (argv: readonly string[], name: string): string => argv[argv.indexOf(`--${name}`) + 1] ?? '';
const isLive = ({ aliases }: DeployedFunction): boolean => aliases.some(({ aliasName }) => aliasName === 'live');

/** What it prints as JSON; throws what it refuses. */
const carryOut = (state: State, argv: readonly string[], env: Record<string, string | undefined>): unknown => {
  const known = (name: string): DeployedFunction => {
    const found = state.functions[name];
    if (found) return found;
    throw new Error(`code: FunctionNotFound, function ${name} does not exist`);
  };
  const [resource = '', command] = argv;

  if (resource === 'cli') {
    const found = known(optionOf(argv, 'function-name'));
    switch (`${argv[2]} ${argv[3]}`) {
      case 'version list':
        return found.versions.map(({ versionId, description }) => ({ versionId, description }));
      case 'version publish':
        return publishVersion(found, optionOf(argv, 'description'));
      case 'alias list':
        return found.aliases;
      case 'alias publish': {
        const versionId = optionOf(argv, 'version-id');
        if (!found.versions.some((version) => version.versionId === versionId))
          throw new Error('code: VersionNotFound');
        const aliasName = optionOf(argv, 'alias-name');
        found.aliases = [{ aliasName, versionId, description: optionOf(argv, 'description') }];
        state.moves.push({ name: optionOf(argv, 'function-name'), versionId });
        return undefined;
      }
    }
    throw new Error(`${argv.slice(2, 4).join(' ')} is no command`);
  }
  if (resource === 'domain') {
    if (!Object.values(state.functions).every(isLive)) throw new Error('code: AliasNotFound, a route names it');
    state.domains += 1;
    return { domainName: env.DOMAIN_NAME };
  }

  const name = `account-settlement-${env.STAGE}-${resource}`;
  if (argv.includes('--function')) {
    state.functions[name] ??= { versions: [], aliases: [], triggers: false, asynchronous: false };
    state.functions[name].uploaded = state.code[resource] ?? state.code.all ?? '';
    return { functionName: name };
  }
  const found = known(name);
  if (!isLive(found)) throw new Error('code: AliasNotFound, a trigger or setting names it');
  if (command === 'scaling') found.minInstances = optionOf(argv, 'min-instances');
  else if (argv.includes('--trigger')) found.triggers = true;
  else if (argv.includes('--async-invoke-config')) found.asynchronous = true;
  else throw new Error(`${argv.join(' ')} deploys more than was meant`);
  return undefined;
};

const publishVersion = (found: DeployedFunction, description: string) => {
  const [newest] = found.versions;
  const code = found.uploaded ?? '';
  if (newest?.code === code) {
    throw new Error("code: VersionPublishError, can not publish, detail: 'No changes were made since last publish'");
  }
  const versionId = String(Number(newest?.versionId ?? 0) + 1);
  found.versions.unshift({ versionId, description, code });
  return { versionId, description, createdTime: '2026-11-25T04:26:51Z' };
};

/** One call of the tool; the state is changed in place. */
export const callTool = (state: State, argv: readonly string[], env: Record<string, string | undefined>): Ended => {
  state.calls.push({ argv, env });
  const nth = state.calls.length;
  const refuse = (message: string): Ended => ({
    code: 1,
    stdout: '',
    stderr: [
      '\u001b[33m[2026-11-25 07:03:38][WARN][s_cli] It is not recommended to run the command as root user.\u001b[39m',
      ' ',
      '\u001b[31mError Message:\u001b[39m',
      `${message}, of ${Object.values(env).join(' ')}`,
      '',
      'Env:       @serverless-devs/s: 3.1.10, linux-x64 node-v20.20.2',
      JSON.stringify(env),
    ].join('\n'),
  });
  if (state.failAt.includes(nth)) return refuse('connect ETIMEDOUT');
  try {
    const printed = carryOut(state, argv, env);
    if (state.loseAt.includes(nth)) return refuse('socket hang up');
    return { code: 0, stdout: printed === undefined ? '' : `${JSON.stringify(printed, null, 2)}\n`, stderr: '' };
  } catch (fault) {
    return refuse((fault as Error).message);
  }
};
