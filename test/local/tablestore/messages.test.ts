/** The bodies of errors, byte by byte as the real service sends them: their MD5 was recorded from its answers. */
import { conditionCheckFail, type TablestoreError, tableNotExist } from '../../../local/tablestore/errors';
import { errorMessage } from '../../../local/tablestore/messages';
import { contentMd5 } from '../../../local/tablestore/signature';

// biome-ignore format: a table
test.each<[TablestoreError, number, string]>([
  [conditionCheckFail(), 403, 'tb1xxFT1i9oAap/9e+zMLA=='],
  [tableNotExist(),      404, 'e2enEqtXyX/3YTqhbiPDtw=='],
])('%s', ({ code, message, status }, expectedStatus, md5) => {
  expect(status).toBe(expectedStatus);
  expect(contentMd5(errorMessage.encode({ code, message }))).toBe(md5);
});
