/**
 * The seller's side of the marketplace's OpenAPI, Market 2015-11-01: what was sold, and to whom. Names and types are
 * those of the vendor's SDK (`@alicloud/market20151101`): identifiers are 64-bit JSON numbers, times are ms, and an
 * instance does not tell its buyer: `DescribeInstanceForIsv` leads to the order, `DescribeOrderForIsv` to the AliCloud
 * account.
 */
import type { RpcOperation, RpcParameters, RpcResult } from '../openapi/rpc';
import type { Instance } from './instance';
import type { Ledger } from './ledger';
import { missing, notFound } from './open-api-faults';

export const marketVersion = '2015-11-01';

export const marketOperations = (ledger: Ledger): Readonly<Record<string, RpcOperation>> => ({
  DescribeInstanceForIsv: async (parameters) =>
    describe(parameters, 'InstanceId', (instanceId) => ledger.find(instanceId), instanceAnswer),
  DescribeOrderForIsv: async (parameters) =>
    describe(parameters, 'OrderId', (orderId) => ledger.list().find((sold) => sold.orderId === orderId), orderAnswer),
});

const describe = (
  parameters: RpcParameters,
  name: 'InstanceId' | 'OrderId',
  find: (id: string) => Instance | undefined,
  answer: (instance: Instance) => Record<string, unknown>,
): RpcResult => {
  const id = parameters[name];
  if (!id) return missing(name);
  const instance = find(id);
  return instance ? { answer: answer(instance) } : notFound(name);
};

const productOf = ({ productCode }: Instance) => ({
  ProductCode: productCode,
  ProductSkuCode: `${productCode}-postpay`,
});

const instanceAnswer = (instance: Instance) => ({
  InstanceId: BigInt(instance.instanceId),
  OrderId: BigInt(instance.orderId),
  ...productOf(instance),
  ProductType: 'APP',
  ComponentJson: JSON.stringify({ package_version: instance.skuId }),
  IsTrial: false,
  Status: instance.status,
  CreatedOn: instance.createdOn,
  BeganOn: instance.beganOn,
  EndOn: instance.endOn,
});

const orderAnswer = (instance: Instance) => ({
  OrderId: BigInt(instance.orderId),
  AliUid: BigInt(instance.accountId),
  InstanceIds: [instance.instanceId],
  ...productOf(instance),
  OrderType: 'NEW',
  OrderStatus: 'NORMAL',
  PayStatus: 'PAID',
  Quantity: 1,
  CreatedOn: instance.createdOn,
  PaidOn: instance.createdOn,
});
