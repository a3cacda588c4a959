/**
 * One JSON line per invocation, and one per warning. Nothing that a person typed and nothing secret goes into a line: a
 * route stands for its path, a code for its refusal. Function Compute sends standard output to Log Service.
 *
 * Our decision: a line that is there to be counted carries `metric`, the name of what is counted, and beside it numbers and
 * words from a fixed list. The alarms (`local/operations/alarms.ts`) are queries over these.
 */
export type Level = 'info' | 'warn' | 'error';

export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = (level: Level, fields: Fields) => void;

/** Function Compute keeps 32 KB of a line (its documents, "Limits"); what is cut off there is no JSON any more. In bytes. */
const LONGEST_LINE = 32_000;

export const jsonLines =
  (functionName: string, requestId: string, nowMs: () => number, print: (line: string) => void): Log =>
  (level, fields) => {
    const said = { time: new Date(nowMs()).toISOString(), level, function: functionName, requestId, ...fields };
    let line = textOf(said);
    for (let longest = LONGEST_LINE; Buffer.byteLength(line) > LONGEST_LINE; longest /= 2) line = textOf(said, longest);
    print(line);
  };

/** Texts are cut where they are longer than they may be: a stack says most in its beginning. */
const textOf = (said: Fields, longest?: number): string => {
  const cut = (_: string, value: unknown) => (typeof value === 'string' ? value.slice(0, longest) : value);
  return JSON.stringify(said, longest === undefined ? undefined : cut).replace(commands, escaped);
};

/**
 * What JSON leaves as it is though whoever shows the line obeys it: the controls from DEL on, of which a terminal takes one
 * for the beginning of a command, and what breaks a line or turns the direction of reading.
 */
const commands = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What a log line may say of a fault: its name and message, and where it came from. */
export const faultFields = (fault: unknown): Fields => {
  if (!(fault instanceof Error)) return { fault: String(fault) };
  const cause = fault.cause instanceof Error ? fault.cause.message : undefined;
  return { fault: fault.name, message: fault.message, ...(cause && { cause }), stack: fault.stack ?? '' };
};
