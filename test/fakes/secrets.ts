/** Secrets, and where they must not be: each text that was written anywhere is searched for each of them, however encoded. */

export interface Written {
  /** Where it stood: a log, an answer, a mail. */
  readonly where: string;
  readonly text: string;
}

/** A text as JSON, addresses and headers write it. In base64 what stands before it shifts it, so three ways. */
const formsOf = (secret: string): readonly string[] => {
  const shifted = [0, 1, 2].map((by) => {
    const text = Buffer.from(`${' '.repeat(by)}${secret}`)
      .toString('base64')
      .replace(/=*$/, '');
    // The first and last characters also hold bits of the neighbours.
    return text.slice(by === 0 ? 0 : by + 1, -1);
  });
  const hex = Buffer.from(secret).toString('hex');
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), hex, ...shifted];
};

/** Which secret stands where, by their names; nothing is told of the secret itself. */
export const leaksIn = (written: readonly Written[], secrets: Readonly<Record<string, string>>): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => {
    if (secret.length < 8) throw new Error(`${name} is too short to be looked for.`);
    const forms = formsOf(secret);
    const found = written.filter(({ text }) => forms.some((form) => text.includes(form)));
    return [...new Set(found.map(({ where }) => `${name} in ${where}`))];
  });
