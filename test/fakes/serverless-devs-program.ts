/** The stub as a program of its own, which is called as the tool is; its state is in the file STUB_STATE. */
import { readFileSync, writeFileSync } from 'node:fs';
import { callTool, type State } from './serverless-devs';

const file = process.env.STUB_STATE ?? '';
const state: State = JSON.parse(readFileSync(file, 'utf8'));
const { code, stdout, stderr } = callTool(state, process.argv.slice(2), process.env);
writeFileSync(file, JSON.stringify(state));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
