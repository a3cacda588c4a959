/**
 * The domain's routes are the contract's: every operation of the API reaches the function that answers it, by the rules of a
 * custom domain, whatever else is asked for reaches the console, and no route is there without need.
 */
import { api } from '../../../shared/validation/api';
import { matchRoute, type Route } from '../../function-compute/routes';
import type { DomainProps, FunctionProps } from '../../function-compute/s-yaml';
import type { Looked } from './bundles';
import { type Fault, fault } from './fault';

/** One address of each path of the contract. */
export const pathsOfApi: readonly string[] = [
  ...new Set(Object.keys(api).map((operation) => operation.replace(/^\w+ /, '').replace(/\{\w+\}/g, 'one'))),
];

/** An address that no function owns; the console says so, in the words of the API. */
const NOWHERE = '/no/such/page';
const OF_NOWHERE = 'console';

export const routeFaults = (
  [key, { routeConfig }]: readonly [string, DomainProps],
  functions: ReadonlyMap<string, FunctionProps>,
  looked: ReadonlyMap<string, Looked>,
): Fault[] => {
  const faults: Fault[] = [];
  const nameOf = new Map([...functions].map(([name, { functionName }]) => [functionName, name]));
  const ownerOf = (path: string) => [...looked].find(([, { owns }]) => owns.includes(path))?.[0];
  const wanted = new Map<string, string>([[NOWHERE, OF_NOWHERE]]);
  for (const path of pathsOfApi) {
    const owner = ownerOf(path);
    if (owner === undefined)
      faults.push(fault([path], 'of the contract is answered by no function: deploy one that does.'));
    else wanted.set(path, owner);
  }

  const here = ['resources', key, 'props', 'routeConfig', 'routes'];
  const routes: Route[] = [];
  for (const [at, { path, functionName }] of routeConfig.routes.entries()) {
    const name = nameOf.get(functionName);
    if (name === undefined)
      faults.push(fault([...here, at], `leads ${path} to ${functionName}, which is not deployed here.`));
    else if (routes.some((route) => route.path === path))
      faults.push(fault([...here, at], `leads ${path} a second time.`));
    else routes.push({ path, name });
  }

  const reached = (among: readonly Route[], path: string) => matchRoute(among, path)?.name;
  for (const [path, owner] of wanted) {
    const name = reached(routes, path);
    if (name !== owner) {
      faults.push(fault(here, `lead ${path} to ${name ?? 'nothing'}, and ${owner} answers it: add or mend its route.`));
    }
  }
  for (const route of routes) {
    const others = routes.filter((other) => other !== route);
    if ([...wanted.keys()].every((path) => reached(others, path) === reached(routes, path))) {
      faults.push(fault(here, `need no ${route.path}: every path of the contract is reached without it. Remove it.`));
    }
  }
  return faults;
};
