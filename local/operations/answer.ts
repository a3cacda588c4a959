/** What an operator is told of a command: the answer itself, and beside it what to do next. */
import type { Operation } from '../../shared/domain/operation';
import type { Plan } from './command';
import type { Answer } from './operate';
import { textOf } from './text';

export interface Told {
  /** For standard output. */
  readonly answer: string;
  /** For the person, beside the answer. */
  readonly remark?: string;
  /** Of the process: 1 where what was asked for was not done, and will not be by asking again. */
  readonly exitCode: 0 | 1;
}

export const toldOf = (answer: Answer, json: boolean): Told => {
  switch (answer.kind) {
    case 'seen':
      return { answer: json ? JSON.stringify(answer.seen) : textOf(answer.seen), exitCode: 0 };
    case 'planned':
      return toldOfPlan(answer.plan, json);
    case 'ended':
      return toldOfEnd(answer.operation, json);
  }
};

const toldOfPlan = (plan: Plan, json: boolean): Told => {
  if (plan.kind === 'action') {
    const { would, because } = plan;
    return {
      answer: json
        ? JSON.stringify({ plan: 'action', would, because })
        : [would, ...because.map((line) => `  - ${line}`)].join('\n'),
      remark:
        'Nothing was changed. To carry it out, say the same with --do --by <who you are> --why <ticket and reason>.',
      exitCode: 0,
    };
  }
  const { kind, why } = plan;
  const words = kind === 'refused' ? 'Refused: ' : 'Nothing to do: ';
  return {
    answer: json ? JSON.stringify({ plan: kind, why }) : `${words}${why}`,
    exitCode: kind === 'refused' ? 1 : 0,
  };
};

const words = {
  done: 'Done',
  nothing: 'Nothing was to be done any more',
  refused: 'Refused',
  failed: 'Failed',
} as const;

const toldOfEnd = (operation: Operation, json: boolean): Told => {
  const { outcome = 'failed', detail = '', operationId } = operation;
  return {
    answer: json ? JSON.stringify(operation) : `${words[outcome]}: ${detail}`,
    remark: `Recorded as ${operationId}.`,
    exitCode: outcome === 'done' || outcome === 'nothing' ? 0 : 1,
  };
};
