/**
 * The place in the list that an address names: what is looked for, how many to a page, and the page. All of it stands in
 * the address, so that reload, back and a link lead to the same rows.
 */
import type { Given } from '../api-client';

/** The names are those of the API, which mails use in their links too. As they were written: the API judges them. */
export interface Filter {
  readonly q?: string;
  readonly site?: string;
  readonly method?: string;
  readonly instanceId?: string;
  readonly closedBy?: string;
}

export interface Place {
  readonly filter: Filter;
  readonly limit: number;
  /** Where the page begins; the first one has none. */
  readonly cursor?: string;
}

export type Query = NonNullable<Given<'GET /api/workspaces'>['query']>;

const members = ['q', 'site', 'method', 'instanceId', 'closedBy'] as const satisfies (keyof Filter)[];

export const pageSizes = [20, 50, 100, 200] as const;
const USUAL_SIZE = 50;

export const readPlace = (parameters: URLSearchParams): Place => {
  const entries = members.map((member) => [member, parameters.get(member) ?? ''] as const);
  const size = Number(parameters.get('limit'));
  const cursor = parameters.get('cursor') ?? '';
  return {
    filter: Object.fromEntries(entries.filter(([, value]) => value !== '')),
    limit: pageSizes.find((offered) => offered === size) ?? USUAL_SIZE,
    ...(cursor !== '' && { cursor }),
  };
};

/** Only what is not as usual is written: a short address is one that people pass on. */
export const writePlace = ({ filter, limit, cursor }: Place): URLSearchParams => {
  const parameters = new URLSearchParams();
  for (const member of members) if (filter[member]) parameters.set(member, filter[member]);
  if (limit !== USUAL_SIZE) parameters.set('limit', String(limit));
  if (cursor !== undefined) parameters.set('cursor', cursor);
  return parameters;
};

/** The address of the list with these filters, from its beginning. */
export const listAddress = (filter: Filter): string => {
  const parameters = writePlace({ filter, limit: USUAL_SIZE }).toString();
  return parameters === '' ? '/workspaces' : `/workspaces?${parameters}`;
};

export const isFiltered = ({ filter }: Place): boolean => Object.keys(filter).length > 0;

/** Another filter or another page size begins at the first page: a cursor belongs to the list that gave it. */
export const withFilter = ({ filter, limit }: Place, change: Filter): Place => {
  const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== '');
  return { filter: Object.fromEntries(entries), limit };
};

/** The address of one workspace. */
export const workspaceAddress = ({
  site,
  workspaceId,
}: {
  readonly site: string;
  readonly workspaceId: string;
}): string => `/workspaces/${site}/${workspaceId}`;
