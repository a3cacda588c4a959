/** What a person at a terminal is told of a fault. */
import { Unavailable } from '../shared/ports';

/** A sentence for what people can mend themselves; anything else is a bug and told whole. */
export const explain = (fault: unknown): string => {
  const { name, code, message, stack } = fault as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return 'The port is taken: stop what listens there, or choose another one, as in PORT=9080 npm start.';
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}. --help lists what there is.`;
  if (fault instanceof Unavailable) return `${message}. Try again once it can be reached.`;
  return name === 'Error' && code === undefined ? message : (stack ?? String(fault));
};
