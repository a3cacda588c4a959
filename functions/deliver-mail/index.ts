/** Touches: the store, DirectMail. */
import { directMail } from '../../shared/adapters/direct-mail';
import { readEnvironment, storeOf } from '../../shared/adapters/environment';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { serve } from '../../shared/triggers/serve';
import { doors } from './handler';

const environment = readEnvironment(process.env, [
  'PUBLIC_URL',
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'MAIL_ENDPOINT',
  'MAIL_SENDER',
]);

export const handler = serve('deliver-mail', system, ({ credentials }) =>
  doors(
    {
      store: tablestore(storeOf(environment), credentials, system),
      mailer: directMail(environment.MAIL_ENDPOINT, environment.MAIL_SENDER, credentials),
    },
    { publicUrl: environment.PUBLIC_URL },
  ),
);
