/** What each kind of notice says as a mail. */
import type { Notice } from '../mail';
import { arrearsMail } from './arrears';
import { changeMail } from './change';
import { closureMail } from './closure';
import type { MailContent } from './layout';
import { overdueMail } from './overdue';
import { statementMail } from './statement';

/** `publicUrl`: where the Billing Center's pages are, without a slash at the end. */
export const mailOf = (notice: Notice, publicUrl: string): MailContent => {
  switch (notice.kind) {
    case 'closure':
      return closureMail(notice, publicUrl);
    case 'overdue':
      return overdueMail(notice, publicUrl);
    case 'change':
      return changeMail(notice, publicUrl);
    case 'arrears':
      return arrearsMail(notice, publicUrl);
    case 'statement':
      return statementMail(notice, publicUrl);
  }
};
