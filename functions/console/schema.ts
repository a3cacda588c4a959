/** What the console accepts beside the address: the encodings in which a caller takes a file. */

/** The best first, each with the ending of the files that were compressed so. */
export const encodings = { br: '.br', gzip: '.gz' } as const;
export type Encoding = keyof typeof encodings;

/** Those of ours that `Accept-Encoding` (RFC 9110) names and does not refuse by `q=0`. */
export const preferredEncodings = (acceptEncoding: string | undefined): readonly Encoding[] => {
  const taken = (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .filter((choice) => !/;\s*q=0(?:\.0*)?\s*$/.test(choice))
    .map((choice) => choice.split(';')[0]?.trim());
  return (Object.keys(encodings) as Encoding[]).filter((encoding) => taken.includes(encoding));
};
