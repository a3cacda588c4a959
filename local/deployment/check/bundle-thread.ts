/** The thread in which bundles are loaded and watched (`bundles.ts`). Built to a file of its own. */
import { existsSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Bundle, Looked, Questions } from './bundles';

const { bundles, paths, values } = workerData as Questions;

/** A method that no operation has. */
const METHOD = 'PATCH';
const NOT_ALLOWED = 405;

const eventOf = (path: string) =>
  Buffer.from(
    JSON.stringify({
      version: 'v1',
      rawPath: path,
      headers: {},
      queryParameters: {},
      body: '',
      isBase64Encoded: true,
      requestContext: { requestId: 'check', http: { method: METHOD, path, sourceIp: '192.0.2.1' } },
    }),
  );

const context = {
  requestId: 'check',
  credentials: { accessKeyId: 'none', accessKeySecret: 'none', securityToken: 'none' },
  function: { name: 'check', handler: 'index.handler', memory: 512, timeout: 10 },
  service: { logProject: '', logStore: '', qualifier: '', versionId: '' },
  region: 'cn-hangzhou',
  accountId: '1000000000000000',
};

/** The vendor's Tablestore client still calls `Buffer()`. */
process.noDeprecation = true;

const look = async ({ file, exportName }: Bundle): Promise<Looked> => {
  const reads = new Set<string>();
  process.env = new Proxy(
    { ...values },
    {
      get: (target, name) => {
        if (typeof name === 'string' && name in values) reads.add(name);
        return Reflect.get(target, name);
      },
    },
  );
  const owns: string[] = [];
  const answer = (fault?: string): Looked => ({ reads: [...reads], owns, ...(fault !== undefined && { fault }) });
  if (!existsSync(file)) return answer('is not built: run npm run build');
  try {
    const handler = (require(file) as Record<string, unknown>)[exportName];
    if (typeof handler !== 'function') return answer(`exports no function named ${exportName}`);
    for (const path of paths) {
      const { statusCode } = (await handler(eventOf(path), context)) as { statusCode?: unknown };
      if (statusCode === NOT_ALLOWED) owns.push(path);
    }
    return answer();
  } catch (thrown) {
    return answer(`does not start: ${(thrown as Error).message.split('\n')[0]}`);
  }
};

const lookAtAll = async () => {
  const looked = new Map<string, Looked>();
  for (const bundle of bundles) looked.set(bundle.name, await look(bundle));
  parentPort?.postMessage(looked);
};

void lookAtAll();
