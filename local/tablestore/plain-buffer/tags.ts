/** The marks of the PlainBuffer format, as Alibaba Cloud documents it under "PlainBuffer". */

export const HEADER = 0x75;
export const HEADER_SIZE = 4;

export const TAG = {
  primaryKey: 0x01,
  attributes: 0x02,
  cell: 0x03,
  cellName: 0x04,
  cellValue: 0x05,
  cellOperation: 0x06,
  cellTimestamp: 0x07,
  deleteMarker: 0x08,
  rowChecksum: 0x09,
  cellChecksum: 0x0a,
} as const;
