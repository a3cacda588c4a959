/** The commands of operators that the pages name, `npm run ops -- …`, and how they are written out. */

/** What a finding is looked at by; undefined where its subject is nothing that can be shown. */
export const commandFor = (kind: string, subject: string): string | undefined => {
  if (/^call-un(delivered|readable)$/.test(kind)) {
    return /^[\w-]+$/.test(subject) ? `replay-call --notification ${subject}` : undefined;
  }
  if (/^wksp_\w+$/.test(subject)) return `show workspace ${subject}`;
  if (/^\d+$/.test(subject)) return `show instance ${subject}`;
  if (/^(closure|overdue|change)\/[\w/-]+$/.test(subject)) return `show mail ${subject}`;
  return undefined;
};

/** As it is typed. Pages of this machine are those of `npm start`; which stage others are of, they are not told. */
export const written = (command: string, { hostname } = window.location): string =>
  `npm run ops -- ${command} --stage ${/^(localhost|127\.0\.0\.1|\[::1])$/.test(hostname) ? 'local' : '<stage>'}`;
