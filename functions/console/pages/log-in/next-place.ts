/**
 * Where the log-in leads on to. A link could name any address, and browsers read one as the standard for URLs says, which drops
 * tabs and line breaks and takes `\` for `/`: so that is asked, and only a page that somebody signed in may want is led on to.
 */
const HOME = '/workspaces';
const WANTED_PAGE = /^\/(workspaces|cloud-accounts|account|register)(\/|$)/;

/** `next` as it stands in the address; `origin` is the page's own. */
export const nextPlace = (next: string | null, origin: string): string => {
  if (next === null || !URL.canParse(next, origin)) return HOME;
  const url = new URL(next, origin);
  if (url.origin !== origin || !WANTED_PAGE.test(url.pathname)) return HOME;
  return `${url.pathname}${url.search}${url.hash}`;
};
