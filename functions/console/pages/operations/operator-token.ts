/**
 * The operator token, as it was entered: kept while this tab is open, so that a reload keeps the place, and gone with it. It is
 * sent to the operations of operators only, never in an address.
 */
import { remembered } from '../remembered';

/** Empty: none was entered. */
export const operatorToken = remembered('operator-token', (stored) => stored ?? '', 'sessionStorage');

/** What a request of an operator carries. */
export const asOperator = (token = operatorToken.get()) => ({ headers: { Authorization: `Bearer ${token}` } });
