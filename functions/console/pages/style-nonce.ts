/**
 * Every style that a script makes carries the page's nonce. Ant Design's own do by themselves; but its table measures scroll
 * bars with one that does not, and the Content-Security-Policy would forbid it. Imported before anything that draws.
 */
import { nonce } from './settings';

const create = document.createElement.bind(document);

document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
};
