/**
 * Where operators go on from a page: the commands that look closer, as they stand behind `npm run ops --`, and the sections of
 * the runbook that say what to do.
 */
export interface Next {
  readonly commands: readonly string[];
  readonly sections: readonly string[];
}

export const RUNBOOK = 'local/operations/RUNBOOK.md';

export const nextOfFindings: Next = { commands: ['findings', 'check'], sections: ['Findings'] };
export const nextOfStopped: Next = { commands: ['findings', 'check'], sections: ['Alarm: check-stopped', 'Findings'] };
export const nextOfMails: Next = { commands: ['findings'], sections: ['Alarm: mails-old', 'Resend a mail'] };
/** `undecided`: the outcome of some is unknown; `retriable`: some were refused, and can still be sent again. */
export const nextOfMetering = (undecided: boolean, retriable: boolean): Next => ({
  commands: ['show-metering'],
  sections: [
    ...(undecided ? ['Alarm: metering-unknown'] : []),
    ...(undecided || retriable ? ['Resolve a window'] : []),
    'Alarm: metering-endangered',
    'Alarm: metering-lost',
  ],
});
export const nextOfUsage: Next = { commands: [], sections: ['Alarm: usage-unusable', 'Take usage again'] };
export const nextOfClosure = (instanceId: string): Next => ({
  commands: [`show instance ${instanceId}`],
  sections: ['Alarm: closures-old', 'Resume a closure'],
});

/** What a finding is looked at by; undefined where its subject is nothing that can be shown. */
export const commandFor = (kind: string, subject: string): string | undefined => {
  if (kind === 'call-undelivered' || kind === 'call-unreadable') {
    return /^[\w-]+$/.test(subject) ? `replay-call --notification ${subject}` : undefined;
  }
  const [, workspaceId] = /^(wksp_\w+)(?:\/[\d-]+)?$/.exec(subject) ?? [];
  if (workspaceId !== undefined) return `show workspace ${workspaceId}`;
  if (/^\d+$/.test(subject)) return `show instance ${subject}`;
  if (/^(closure|overdue|change|arrears|statement)\/[\w/-]+$/.test(subject)) return `show mail ${subject}`;
  return undefined;
};

/** As it is typed. A page of the machine itself is that of `npm start`; of which stage another is, it is not told. */
export const written = (command: string, hostname: string): string =>
  `npm run ops -- ${command} --stage ${/^(localhost|127\.0\.0\.1|\[::1])$/.test(hostname) ? 'local' : '<stage>'}`;
