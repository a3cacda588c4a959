/** The mails that were sent, kept on disk in the order of sending: the mailbox of everyone who was written to. */
import { ClassicLevel } from 'classic-level';

/** One mail to one address. `html` or `text` is empty where the mail has no such body. */
export interface Message {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** RFC 3339, UTC, with milliseconds. */
  sentAt: string;
}

export interface Mailbox {
  /** Keeps all of them or none. */
  add(messages: readonly Message[]): Promise<void>;
  /** By its place in the order of sending, from 0. */
  find(place: number): Promise<Message | undefined>;
  /** Oldest first. */
  list(): Promise<Message[]>;
  close(): Promise<void>;
}

export const openMailbox = async (directory: string): Promise<Mailbox> => {
  const level = new ClassicLevel<string, Message>(directory, { valueEncoding: 'json' });
  await level.open();
  const [lastKey] = await level.keys({ reverse: true, limit: 1 }).all();
  let count = lastKey === undefined ? 0 : Number(lastKey) + 1;
  const keyOf = (place: number) => String(place).padStart(12, '0');

  return {
    add: (messages) => level.batch(messages.map((value) => ({ type: 'put', key: keyOf(count++), value }))),
    find: (place) => level.get(keyOf(place)),
    list: () => level.values().all(),
    close: () => level.close(),
  };
};
