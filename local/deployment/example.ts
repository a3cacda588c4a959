/**
 * What `.env.example` says of each variable: the comment above it. It is the one place that explains them, to whoever reads
 * it and to whoever is told that one is missing.
 */

/** By name, in the order of the file; the sentence on one line. */
export const explanationsIn = (text: string): ReadonlyMap<string, string> => {
  const explanations = new Map<string, string>();
  let comment: string[] = [];
  for (const line of text.split('\n')) {
    const [, said] = /^# ?(.*)$/.exec(line) ?? [];
    const [, name] = /^([A-Z][A-Z0-9_]*)=/.exec(line) ?? [];
    if (said !== undefined) comment.push(said);
    else {
      if (name !== undefined) explanations.set(name, comment.join(' '));
      comment = [];
    }
  }
  return explanations;
};
