/** Everything that one has to look at before one acts, by what it is about. It changes nothing, and asks no more than it needs. */
import type { Command, Prepared } from './command';
import { readInstanceId, readUsername, readWorkspace } from './identifiers';
import { showAccount } from './show-account';
import { showInstance } from './show-instance';
import { showMail } from './show-mail';
import { showWorkspace } from './show-workspace';

export const show: Command = {
  name: 'show',
  usage:
    'show workspace [<site>/]<workspaceId> | instance <instanceId> | account <username> | mail <mailId> [--personal]',
  purpose:
    'shows rows, timeline, claims, bindings, mails, to-dos and findings of one thing; e-mail and phone only with --personal',
  options: { personal: { type: 'boolean' } },
  prepare({ positionals: [what, ...named], flag }): Prepared {
    const personal = flag('personal');
    switch (what) {
      case 'workspace': {
        const workspace = readWorkspace(named);
        return { kind: 'look', look: (reach) => showWorkspace(reach, workspace) };
      }
      case 'instance': {
        const instanceId = readInstanceId(named);
        return { kind: 'look', look: (reach) => showInstance(reach, instanceId) };
      }
      case 'account': {
        const username = readUsername(named);
        return { kind: 'look', look: (reach) => showAccount(reach, username, personal) };
      }
      case 'mail': {
        const [mailId, ...more] = named;
        if (!mailId || more.length > 0)
          throw new Error('Which mail? Name one, as in show mail closure/33884913/acct_….');
        return { kind: 'look', look: (reach) => showMail(reach, mailId, personal) };
      }
      default:
        throw new Error(`${what ?? 'Nothing'} cannot be shown: there are workspace, instance, account and mail.`);
    }
  },
};
