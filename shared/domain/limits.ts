/**
 * How often what can be guessed may be tried within a quarter of an hour, and how many mails one account may be the cause
 * of. The numbers are our decision; the README of this folder holds them to what they protect from.
 *
 * Only wrong tries count, so whoever knows what is right is in nobody's way but where strangers have used a name or an
 * AliCloud account up. There the limit is for strangers only: it does not hold for whoever is known, a username by the
 * place that it was logged in from before, an AliCloud account by the link that names the caller.
 */
export interface Limit {
  /** What is counted, for instance one username from one place. */
  readonly subject: string;
  readonly attempts: number;
  /** Anybody can use it up for others: it does not hold for whoever is known. */
  readonly strangersOnly?: true;
}

export const limits = {
  passwordsPerUsernameAndPlace: 10,
  passwordsPerPlace: 100,
  passwordsPerUsername: 100,
  pairsPerPlace: 50,
  pairsPerAccount: 20,
  pairsPerCloudAccount: 30,
  changeMailsPerAccountAndDay: 100,
} as const;

/** Of guessing the password of this username from this place. */
export const passwordLimits = (username: string, place: string): readonly Limit[] => [
  { subject: `log-in/pair/${username}/${place}`, attempts: limits.passwordsPerUsernameAndPlace },
  { subject: `log-in/address/${place}`, attempts: limits.passwordsPerPlace },
  { subject: `log-in/username/${username}`, attempts: limits.passwordsPerUsername, strangersOnly: true },
];

/** Counted by every log-in: where the count is there, the username is known in this place. */
export const knownPlace = (username: string, place: string): string => `log-in/known/${username}/${place}`;

/** Of guessing which instance belongs to this AliCloud account; `owner` is the account that is signed in. */
export const pairLimits = (accountId: string, place: string, owner: string | undefined): readonly Limit[] => [
  { subject: `pair/address/${place}`, attempts: limits.pairsPerPlace },
  ...(owner === undefined ? [] : [{ subject: `pair/account/${owner}`, attempts: limits.pairsPerAccount }]),
  { subject: `pair/cloud-account/${accountId}`, attempts: limits.pairsPerCloudAccount, strangersOnly: true },
];

/** In milliseconds. */
export const DAY_MS = 24 * 60 * 60 * 1_000;

/** What counts the mails of changed settlements to one account. */
export const changeMails = (owner: string): string => `mails/change/${owner}`;
