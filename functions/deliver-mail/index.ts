/** Wires the handler to the cloud, no further than its manifest says. */
import { directMail } from '../../shared/adapters/direct-mail';
import { operatorTokensOf, readEnvironment, storeOf } from '../../shared/adapters/environment';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import { serve } from '../../shared/triggers/serve';
import { doors, touches } from './handler';

const environment = readEnvironment(process.env, [
  'PUBLIC_URL',
  'TABLESTORE_ENDPOINT',
  'TABLESTORE_INSTANCE',
  'MAIL_ENDPOINT',
  'MAIL_SENDER',
  'OPERATOR_TOKEN',
  'OPERATOR_TOKEN_PREVIOUS',
]);
const rules = { publicUrl: environment.PUBLIC_URL, operatorTokens: operatorTokensOf(environment) };

export const handler = serve('deliver-mail', system, ({ credentials }) =>
  doors(
    within(touches, {
      store: tablestore(storeOf(environment), credentials, system),
      mailer: directMail(environment.MAIL_ENDPOINT, environment.MAIL_SENDER, credentials),
    }),
    rules,
  ),
);
