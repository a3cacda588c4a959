/**
 * Answers every address that no other function owns, with 404 in the words of the API. The pages of the Billing Center
 * will be served from here.
 */
import type { Doors } from '../../shared/triggers/serve';

/** No route at all: the trigger answers `not-found`. */
export const doors = (): Doors => ({ routes: [] });
