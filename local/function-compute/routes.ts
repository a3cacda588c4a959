/**
 * Which function a path belongs to, as a custom domain of Function Compute decides it: an exact route wins, then the
 * wildcard route with the longest prefix; methods play no part. `/login/*` takes what begins with `/login/`, hence not
 * `/login`, and `/a` does not take `/a/`. Source: Function Compute documents, "Configure custom domain names".
 */

export interface Route {
  /** An exact path, or one that ends in `/*`. */
  path: string;
  /** The folder name of the function. */
  name: string;
}

export const matchRoute = (routes: readonly Route[], path: string): Route | undefined => {
  let longest: Route | undefined;
  for (const route of routes) {
    if (route.path === path) return route;
    const takes = route.path.endsWith('/*') && path.startsWith(route.path.slice(0, -1));
    if (takes && route.path.length > (longest?.path.length ?? 0)) longest = route;
  }
  return longest;
};
