/**
 * The tests that the vendor's SDK ships for rows, tables, plain buffer and Long, as they are, against the embedded
 * Tablestore: each file asks the environment where to find it. They run in a process of their own, under mocha, for which
 * they were written. Those for what the embedded one does not offer (indexes, search, SQL) are left out as whole files.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startTestTablestore } from './start';

const tests = join(dirname(require.resolve('tablestore')), 'test');

// biome-ignore format: a table
const EXPECTED = {
  'data_opration.test.js':         ['data_opration getrow data should equal putrow data'],
  'table.test.js':                 ['table_test allowUpdate'],
  'protocol/plain_buffer.test.js': ['plainBuffer primaryKey_serialize_deserialize deserialized result should equal primaryKey',
                                    'plainBuffer attributeColumn_serialize_deserialize deserialized result should equal attributeColumns'],
  'long.test.js':                  ['Long #fromNumber int64.toNumber() should equal num'],
};

interface Report {
  passes: { fullTitle: string }[];
  pending: { fullTitle: string }[];
  failures: { fullTitle: string; err: { message?: string; stack?: string } }[];
}

const runMocha = async (folder: string, environment: Record<string, string>): Promise<Report> => {
  const report = join(folder, 'report.json');
  // --exit: the SDK keeps its connection open, and was tested with a mocha that did not wait for that.
  const options = [
    '--exit',
    '--no-config',
    '--no-package',
    '--reporter',
    'json',
    '--reporter-option',
    `output=${report}`,
  ];
  const files = Object.keys(EXPECTED).map((file) => join(tests, file));
  const printed = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [require.resolve('mocha/bin/mocha.js'), ...options, ...files],
      { cwd: folder, env: { ...process.env, ...environment } },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  const read = await readFile(report, 'utf8').catch(() => {
    throw new Error(`Mocha left no report, but said:\n${printed}`);
  });
  return JSON.parse(read);
};

test("the vendor's own tests pass, every one", async () => {
  // The client of these tests has no way to be given an STS token.
  const credentials = { accessKeyId: 'TestAccessKeyId', accessKeySecret: 'test-access-key-secret' };
  const tablestore = await startTestTablestore({ credentials });
  const folder = await mkdtemp(join(tmpdir(), 'mocha-'));
  try {
    const { passes, pending, failures } = await runMocha(folder, {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.accessKeySecret,
      endpoint: tablestore.endpoint,
      instancename: 'test',
    });
    expect(failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.stack ?? err.message}`)).toEqual([]);
    expect(pending).toEqual([]);
    expect(passes.map(({ fullTitle }) => fullTitle).sort()).toEqual(Object.values(EXPECTED).flat().sort());
  } finally {
    await tablestore.stop();
    await rm(folder, { recursive: true });
  }
}, 60_000);
