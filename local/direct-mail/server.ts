/**
 * DirectMail on this machine: it takes signed SingleSendMail calls on a port of its own, and puts the mails where a
 * person can read them instead of sending them. What it took survives a restart.
 */
import { randomInt } from 'node:crypto';
import type { LocalClock } from '../clock';
import type { Control } from '../controls';
import type { OpenApiFault } from '../openapi/fault';
import { startRpcServer } from '../openapi/rpc';
import { createSignatureCheck } from '../openapi/signature';
import { type Callers, type Credentials, callersOf } from '../ram/identity';
import { type Mailbox, openMailbox } from './mailbox';
import { readSingleSendMail } from './single-send-mail';

export interface DirectMailOptions {
  /** Where it keeps the mails. */
  directory: string;
  /** 0 takes any free port. */
  port: number;
  clock: LocalClock;
  /** Those of the administrator, who may do everything. */
  credentials: Credentials;
  /** Who else may call, each within its policy. Default: nobody. */
  roles?: Callers;
  /** The verified sender address. */
  sender: string;
}

export interface LocalDirectMail {
  endpoint: string;
  port: number;
  controls: Control[];
  mailbox: Pick<Mailbox, 'find'>;
  close(): Promise<void>;
}

export const startDirectMail = async (options: DirectMailOptions): Promise<LocalDirectMail> => {
  const { clock, sender } = options;
  const mailbox = await openMailbox(options.directory);
  const server = await startRpcServer({
    port: options.port,
    version: '2015-11-23',
    checkSignature: createSignatureCheck(callersOf(options.credentials, options.roles), clock),
    service: 'dm',
    notAllowed,
    operations: {
      async SingleSendMail(parameters) {
        const mail = readSingleSendMail(parameters, sender);
        if ('code' in mail) return { fault: mail };
        const sentAt = new Date(clock.nowMs()).toISOString();
        await mailbox.add(mail.to.map((to) => ({ ...mail, to, sentAt })));
        return { answer: { EnvId: `6000${randomInt(10 ** 12, 10 ** 13)}` } };
      },
    },
  });
  const readMail: Control = {
    method: 'GET',
    path: '/local/mail',
    answer: async () => ({ status: 200, body: { messages: await mailbox.list() } }),
  };
  return {
    endpoint: server.endpoint,
    port: server.port,
    controls: [readMail],
    mailbox,
    async close() {
      await server.close();
      await mailbox.close();
    },
  };
};

/** As DirectMail's list of error codes has it. */
const notAllowed: OpenApiFault = {
  status: 400,
  code: 'Forbidden',
  message: 'User not authorized to operate on the specified resource.',
};
