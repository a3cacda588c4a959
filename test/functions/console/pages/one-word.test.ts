import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');
const sources = ['functions/console/pages', 'local/pages'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file)),
);

// biome-ignore format: a table
test.each([
  // not         but
  [/逾期/,          '欠费'],
  [/运维(?!手册)/,  '运营'],
  [/使用中/,        '已开通'],
  [/阿里云市场/,    '阿里云云市场'],
  [/新增/,          '新建'],
  [/(?<!商品)实例 ID/, '商品实例 ID'],
  [/(?<!openedAt.*)'Opened'/, "'Open'"],
])('the pages do not say %p, but %s: one word for one thing', (other, word) => {
  const saying = (said: RegExp) => sources.filter((file) => said.test(readFileSync(join(root, file), 'utf8')));
  expect(saying(other)).toEqual([]);
  expect(saying(new RegExp(word))).not.toEqual([]);
});
