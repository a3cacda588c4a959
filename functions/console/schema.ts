/** What the console accepts beside the address: the encodings in which a caller takes a file, and whether it reads HTML. */

/** The best first, each with the ending of the files that were compressed so. */
export const encodings = { br: '.br', gzip: '.gz' } as const;
export type Encoding = keyof typeof encodings;

/** What is named in a header of choices (`Accept`, `Accept-Encoding`: RFC 9110), with its weight from 0 to 1. */
const choicesIn = (header: string | undefined): ReadonlyMap<string, number> => {
  const choices = (header ?? '').toLowerCase().split(',');
  return new Map(
    choices.map((choice) => {
      const [name = '', ...parameters] = choice.split(';').map((part) => part.trim());
      return [name, Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)];
    }),
  );
};

/** Those of ours that `Accept-Encoding` names and does not refuse by `q=0`. */
export const preferredEncodings = (acceptEncoding: string | undefined): readonly Encoding[] => {
  const taken = choicesIn(acceptEncoding);
  return (Object.keys(encodings) as Encoding[]).filter((encoding) => (taken.get(encoding) ?? 0) > 0);
};

/** Browsers name HTML in `Accept` where a person follows a link; programs take anything, or name JSON. */
export const wantsHtml = (accept: string | undefined): boolean => {
  const taken = choicesIn(accept);
  const weightOf = (type: string) => taken.get(type) ?? 0;
  return weightOf('text/html') > Math.max(weightOf('application/json'), weightOf('application/problem+json'));
};
