/**
 * Holds a function to its manifest. The deployed role would refuse the rest too, but as a fault of the cloud, in production,
 * and only on the path that needs it; here it is a bug with a sentence, and every test of a handler can meet it.
 */
import type { Invoker, Mailer, Marketplace, Store, StoreUse, Table, Touches, Write } from '../ports';

/** The ports that reach the cloud, as far as a function has them. */
interface CloudPorts {
  readonly store?: Store;
  readonly marketplace?: Marketplace;
  readonly mailer?: Mailer;
  readonly invoker?: Invoker;
}

export type Use =
  | { readonly port: 'store'; readonly use: StoreUse; readonly table: Table }
  | { readonly port: 'marketplace'; readonly use: keyof Marketplace }
  | { readonly port: 'mailer'; readonly use: keyof Mailer }
  /** `use`: the function that is started. */
  | { readonly port: 'invoker'; readonly use: Parameters<Invoker['invoke']>[0] };

const writeUse = (write: Write): StoreUse => ('remove' in write ? 'remove' : 'write');

const observedStore = (store: Store, hear: (use: StoreUse, table: Table) => void): Store => ({
  get(table, key) {
    hear('get', table);
    return store.get(table, key);
  },
  getMany(table, keys) {
    // Of no rows nothing is sent, as of no writes.
    if (keys.length > 0) hear('getMany', table);
    return store.getMany(table, keys);
  },
  write(write) {
    hear(writeUse(write), write.table);
    return store.write(write);
  },
  writeMany(writes) {
    for (const { table } of writes) hear('writeMany', table);
    return store.writeMany(writes);
  },
  scan(table, under, options) {
    hear('scan', table);
    return store.scan(table, under, options);
  },
  count(key, by) {
    hear('count', 'attempts');
    return store.count(key, by);
  },
});

const observedMarketplace = (marketplace: Marketplace, hear: (use: keyof Marketplace) => void): Marketplace => ({
  instance(instanceId) {
    hear('instance');
    return marketplace.instance(instanceId);
  },
  failedNotifications(page, pageSize) {
    hear('failedNotifications');
    return marketplace.failedNotifications(page, pageSize);
  },
  confirmNotification(notificationId) {
    hear('confirmNotification');
    return marketplace.confirmNotification(notificationId);
  },
  pushMetering(entries) {
    hear('pushMetering');
    return marketplace.pushMetering(entries);
  },
});

/** The same ports; `hear` is told of each use before it happens, and prevents it by throwing. */
export const observed = <Ports extends CloudPorts>(ports: Ports, hear: (use: Use) => void): Ports => {
  const { store, marketplace, mailer, invoker } = ports;
  const heard: CloudPorts = {
    ...(store && { store: observedStore(store, (use, table) => hear({ port: 'store', use, table })) }),
    ...(marketplace && { marketplace: observedMarketplace(marketplace, (use) => hear({ port: 'marketplace', use })) }),
    ...(mailer && {
      mailer: {
        send(mail) {
          hear({ port: 'mailer', use: 'send' });
          return mailer.send(mail);
        },
      },
    }),
    ...(invoker && {
      invoker: {
        invoke(functionName, payload) {
          hear({ port: 'invoker', use: functionName });
          return invoker.invoke(functionName, payload);
        },
      },
    }),
  };
  return { ...ports, ...heard };
};

const isNamed = (touches: Touches, use: Use): boolean => {
  const named: readonly string[] | undefined = use.port === 'store' ? touches.store?.[use.table] : touches[use.port];
  return named?.includes(use.use) ?? false;
};

/** The same ports; what the manifest does not name is a bug, thrown before anything is sent. */
export const within = <Ports extends CloudPorts>(touches: Touches, ports: Ports): Ports =>
  observed(ports, (use) => {
    if (isNamed(touches, use)) return;
    const where = use.port === 'store' ? `store.${use.table}` : use.port;
    throw new Error(`The manifest of this function does not name '${use.use}' of ${where}: add it to its touches.`);
  });
