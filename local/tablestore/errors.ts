/**
 * What the embedded Tablestore refuses and how: the codes and HTTP statuses of Alibaba Cloud's "Error codes" page of
 * Tablestore. Messages follow that page where it gives one, because clients are known to look into them.
 */

/** Some of these (busy, unavailable, conflicts, throttling) this server never comes to by itself, but by a fault. */
const HTTP_STATUSES = {
  OTSAuthFailed: 403,
  OTSCapacityUnitExhausted: 403,
  OTSConditionCheckFail: 403,
  OTSInternalServerError: 500,
  OTSInvalidPK: 400,
  OTSMethodNotAllowed: 405,
  OTSNoPermissionAccess: 403,
  OTSNotEnoughCapacityUnit: 403,
  OTSObjectAlreadyExist: 409,
  OTSObjectNotExist: 404,
  OTSParameterInvalid: 400,
  OTSPartitionUnavailable: 503,
  OTSQuotaExhausted: 403,
  OTSRequestBodyTooLarge: 413,
  OTSRequestTimeout: 408,
  OTSRowOperationConflict: 409,
  OTSServerBusy: 503,
  OTSServerUnavailable: 503,
  OTSTableNotReady: 404,
  OTSTimeout: 503,
  OTSUnsupportOperation: 400,
} as const;

export type ErrorCode = keyof typeof HTTP_STATUSES;

/** The one error of this server; anything else that is thrown is a bug and answered as OTSInternalServerError. */
export class TablestoreError extends Error {
  override readonly name = 'TablestoreError';

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }

  get status(): number {
    return HTTP_STATUSES[this.code];
  }
}

export const parameterInvalid = (message: string): TablestoreError =>
  new TablestoreError('OTSParameterInvalid', message);

export const conditionCheckFail = (): TablestoreError =>
  new TablestoreError('OTSConditionCheckFail', 'Condition check failed.');

export const tableNotExist = (): TablestoreError =>
  new TablestoreError('OTSObjectNotExist', 'Requested table does not exist.');
