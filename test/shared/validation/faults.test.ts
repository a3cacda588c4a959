import * as z from 'zod';
import { faultsOf, pointerTo } from '../../../shared/validation/faults';
import { registration } from '../../../shared/validation/registration';
import { workspaceList } from '../../../shared/validation/workspace-list';

const told = (schema: z.ZodType, given: unknown, language: 'zh' | 'en'): string[] => {
  const { error } = schema.safeParse(given);
  return error ? faultsOf(error, language).map(({ path, message }) => `${path}: ${message}`) : [];
};

describe('JSON Pointer', () => {
  test.each<[path: PropertyKey[], pointer: string]>([
    [[], ''],
    [['workspace', 'name'], '/workspace/name'],
    [['list', 0], '/list/0'],
    [['a/b', 'm~n', '~1'], '/a~1b/m~0n/~01'],
    [[''], '/'],
  ])('to %j is %j', (path, pointer) => {
    expect(pointerTo(path)).toBe(pointer);
  });
});

describe('faults as a person is told', () => {
  const wrong = {
    site: 'cn5',
    username: 'a',
    password: 'x'.repeat(129),
    email: 'ops',
    workspace: { name: '\u0007', language: ' ' },
    settlement: { method: 'alicloud', accountId: 1234567890123456, instanceId: '222222222222222' },
  };

  test('in English', () => {
    expect(told(registration, wrong, 'en')).toEqual([
      '/site: There is no such site: please choose one of Hangzhou (cn1), Ningxia (cn2), Zhangjiakou (cn3), Guangzhou (cn4), Hong Kong (cn6), Oregon (us1), Frankfurt (eu1), Singapore (ap1), South Africa (za1), Jakarta (id1).',
      '/username: Please use at least 3 characters for the username.',
      '/password: Please shorten the password to at most 128 characters.',
      '/email: Please correct the e-mail address: it must be an address like name@example.com.',
      '/workspace/name: Please correct the workspace name: it must be text on one line, without control characters.',
      '/workspace/language: Please choose the workspace language: zh, en.',
      '/settlement/accountId: Please correct the account ID: it must be digits as text, in quotation marks, for example "1234567890123456".',
      '/settlement/instanceId: This is the ID of an order (15 digits): please copy the product instance ID from Purchased Services in the marketplace.',
      '/agreementAccepted: Please read and accept the agreements to go on.',
    ]);
  });

  test('in Chinese', () => {
    expect(told(registration, wrong, 'zh')).toEqual([
      '/site: 没有这个“站点”，请从以下值中选择：杭州 (cn1), 宁夏 (cn2), 张家口 (cn3), 广州 (cn4), 香港 (cn6), 俄勒冈 (us1), 法兰克福 (eu1), 新加坡 (ap1), 南非 (za1), 雅加达 (id1)。',
      '/username: “用户名”至少需要 3 个字符，请补充。',
      '/password: “密码”最多 128 个字符，请缩短。',
      '/email: “邮箱”的格式不正确，请改为：类似 name@example.com 的邮箱地址。',
      '/workspace/name: “工作空间名称”的格式不正确，请改为：不含换行和控制字符的单行文本。',
      '/workspace/language: 请选择“工作空间语言”，可选值：zh, en。',
      '/settlement/accountId: “账号 ID”的格式不正确，请改为：用引号括起的数字文本，例如 "1234567890123456"。',
      '/settlement/instanceId: 这是订单号（15 位），请在云市场“已购买的服务”中复制商品实例 ID。',
      '/agreementAccepted: 请先阅读并同意“服务协议”。',
    ]);
  });

  test.each<[schema: z.ZodType, given: unknown, told: string[]]>([
    [registration, null, [': Please correct the request: it must be a JSON object.']],
    [
      workspaceList,
      { limit: '0' },
      ['/limit: Please correct the number per page: it must be a whole number from 1 to 200.'],
    ],
    [
      z.object({ settlement: registration.out.shape.settlement }),
      { settlement: { method: 'azure' } },
      ['/settlement/method: There is no such settlement method: please choose one of billing-center, alicloud.'],
    ],
    [z.object({ PORT: z.string() }), { PORT: 1 }, ['/PORT: Please correct the PORT: it must be in the right form.']],
    [
      z.object({ constructor: z.string() }),
      { constructor: 1 },
      ['/constructor: Please correct the constructor: it must be in the right form.'],
    ],
  ])('of a request as a whole, a query, a choice, a schema from elsewhere (%#)', (schema, given, expected) => {
    expect(told(schema, given, 'en')).toEqual(expected);
  });
});
