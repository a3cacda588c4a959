/** What operators name on the command line, read by the same fields as everything else. Throws a sentence. */
import { type Currency, currency } from '../../shared/validation/currency';
import { instanceId } from '../../shared/validation/instance-id';
import { username } from '../../shared/validation/username';
import { workspaceId } from '../../shared/validation/workspace';

type One = readonly string[];

export const readInstanceId = ([said, ...more]: One): string => {
  const read = instanceId.safeParse(said);
  if (!read.success || more.length > 0) {
    throw new Error(`${named(said)}: name one instance by its ID, 6 to 12 digits, as in 33884913.`);
  }
  return read.data;
};

/** `<site>/<workspaceId>` or the ID alone; the site is checked by whoever reads the row. */
export const readWorkspace = ([said, ...more]: One): { readonly workspaceId: WorkspaceId; readonly site?: string } => {
  const [, site, id] = /^(?:([a-z0-9]+)\/)?(.*)$/s.exec(said ?? '') ?? [];
  const read = workspaceId.safeParse(id);
  if (!read.success || more.length > 0) {
    throw new Error(
      `${named(said)}: name one workspace by its ID, wksp_ and 32 hexadecimal digits, with or without its site before it, as in cn1/wksp_….`,
    );
  }
  return { workspaceId: read.data, ...(site !== undefined && { site }) };
};

type WorkspaceId = ReturnType<typeof workspaceId.parse>;

export const readUsername = ([said, ...more]: One): ReturnType<typeof username.parse> => {
  const read = username.safeParse(said);
  if (!read.success || more.length > 0) {
    throw new Error(`${named(said)}: name one Billing Center account by its username.`);
  }
  return read.data;
};

const named = (said: string | undefined): string => (said === undefined ? 'Nothing was named' : `${said} is none`);

export const readCurrency = (said: string | undefined): Currency => {
  const read = currency.safeParse(said);
  if (!read.success) throw new Error(`${named(said)}: name the currency, CNY or USD.`);
  return read.data;
};
