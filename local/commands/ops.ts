/** `npm run ops -- <command> …`: what operators do by hand. The answer goes to standard output, everything else beside it. */
import { OpenApiRefusal } from '../../shared/adapters/open-api';
import { isTransient } from '../../shared/triggers/again';
import { checkout, run } from '../command';
import { readStage } from '../deployment/stage';
import { toldOf } from '../operations/answer';
import { parse } from '../operations/commands';
import { operate } from '../operations/operate';
import { reachOf } from '../operations/reach';
import { clockOf } from '../operations/stage-clock';

run(async () => {
  const parsed = parse(process.argv.slice(2));
  if ('help' in parsed) {
    console.log(parsed.help);
    return 0;
  }
  const { command, prepared, signature, json } = parsed;
  const stage = readStage(parsed.stage, checkout, process.env);
  const reach = reachOf(stage, clockOf(stage.name, checkout, process.env), (line) => console.error(line));
  try {
    const { answer, remark, exitCode } = toldOf(await operate(reach, command, prepared, signature), json);
    console.log(answer);
    if (remark !== undefined) console.error(remark);
    return exitCode;
  } catch (fault) {
    if (fault instanceof OpenApiRefusal) {
      throw new Error(`${fault.message} See what your own credentials may do; \`log\` shows what had begun.`, {
        cause: fault,
      });
    }
    if (!isTransient(fault)) throw fault;
    throw new Error(
      `${fault.message.replace(/\.?$/, '.')} Doing the same again is safe; \`log\` shows what had begun.`,
      { cause: fault },
    );
  }
});
