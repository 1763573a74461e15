import { s3Store } from "#platform/backup/s3.ts";
import { diskStore, type Store } from "#platform/backup/store.ts";
import type { Config } from "#platform/config/config.ts";
import type { House } from "#platform/house/house.ts";

const known = new WeakMap<Config, Store>();

/** Where backups and exports lie: a folder, or a bucket. A name begins with the company's region, and each may have its own. */
export function storeOf({ config }: House): Store {
  const store = known.get(config) ?? storeFor(config);
  known.set(config, store);
  return store;
}

function storeFor({ backupPlaces, backupsDir }: Config): Store {
  if (backupPlaces.length === 0) return diskStore(backupsDir);
  const stores = new Map(backupPlaces.map(({ of, at }) => [of, s3Store(at)]));
  const at = (name: string): Store => {
    const [region = ""] = name.split("/");
    const store = stores.get(region) ?? stores.get(null);
    if (store === undefined) throw new Error(`there is no store for the region ${region}`);
    return store;
  };
  return {
    put: (name, bytes) => at(name).put(name, bytes),
    get: (name) => at(name).get(name),
    has: (name) => at(name).has(name),
    list: (folder) => at(folder).list(folder),
    remove: (name) => at(name).remove(name),
  };
}

/** Everything of one company that lies there. */
export const folderOf = ({ region, companyId }: { region: string; companyId: string }): string =>
  `${region}/${companyId}`;
