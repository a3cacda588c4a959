/**
 * Who does what only the marketplace and a mailbox's owner can do: a person with the seller's own test tool, or on this
 * machine the local marketplace.
 */
import { createInterface } from 'node:readline/promises';
import type { SpiParameters } from '../../../shared/triggers/marketplace-signature';

export type Call = 'createInstance' | 'expiredInstance' | 'renewInstance' | 'releaseInstance';

export interface Hands {
  /** Has the marketplace make this call. Answers the parameters that it made it with; undefined where nobody did. */
  call(action: Call, parameters: SpiParameters): Promise<SpiParameters | undefined>;
  /** Whether a mail arrived that says this; undefined where nobody looked. */
  sawMail(to: string, saying: string): Promise<boolean | undefined>;
  /** Lets time pass, in milliseconds. */
  pass(ms: number): Promise<void>;
}

/** A person at a terminal. Without one, everything that needs one is not done. */
export const personAt = (input: NodeJS.ReadStream, output: NodeJS.WriteStream, publicUrl: string): Hands => {
  const ask = async (question: string): Promise<string | undefined> => {
    if (!input.isTTY) return undefined;
    const terminal = createInterface({ input, output });
    try {
      return (await terminal.question(`  ${question} `)).trim().toLowerCase();
    } finally {
      terminal.close();
    }
  };
  return {
    async call(action, parameters) {
      const lines = [
        'In the Marketplace seller console: the product, Service Access, the test tool of the production SPI.',
        `Address  ${publicUrl}/marketplace/spi`,
        'Key      the one of MARKETPLACE_SELLER_KEY',
        `action   ${action}`,
        ...Object.entries(parameters).map(([name, value]) => `${name.padEnd(11)} ${value}`),
        action === 'createInstance'
          ? `Its answer must be {"instanceId":"${parameters.orderBizId}", "appInfo": …}.`
          : 'Its answer must be {"success":"true"}.',
      ];
      output.write(`${lines.map((line) => `  ${line}\n`).join('')}`);
      const answer = await ask('Enter when the tool has been answered, s to skip:');
      return answer === undefined || answer === 's' ? undefined : parameters;
    },
    async sawMail(to, saying) {
      const answer = await ask(`Did a mail come to ${to} that says “${saying}”? y, n, or s to skip:`);
      return answer === 'y' ? true : answer === 'n' ? false : undefined;
    },
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
};

/** The controls of the running `npm start`: its marketplace plays the seller's tool, its clock is advanced. */
export const localHands = (origin: string): Hands => {
  const ask = async (path: string, posted?: unknown): Promise<unknown> => {
    const init = posted === undefined ? {} : { method: 'POST', body: JSON.stringify(posted) };
    const response = await fetch(new URL(path, origin), init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    return response.json();
  };
  const paths = { expiredInstance: 'overdue', renewInstance: 'pay', releaseInstance: 'close' } as const;
  return {
    async call(action, parameters) {
      if (action === 'createInstance') {
        const sold = await ask('/local/marketplace/instances', { accountId: parameters.aliUid });
        const { instanceId, orderId, accountId } = sold as { instanceId: string; orderId: string; accountId: string };
        return { orderBizId: instanceId, orderId, aliUid: accountId };
      }
      await ask(`/local/marketplace/instances/${parameters.instanceId}/${paths[action]}`, {});
      return parameters;
    },
    async sawMail(to, saying) {
      const { messages } = (await ask('/local/mail')) as { messages: { to: string; text: string }[] };
      return messages.some((message) => message.to === to && message.text.includes(saying));
    },
    async pass(ms) {
      await ask('/local/clock', { advanceMs: ms });
    },
  };
};
