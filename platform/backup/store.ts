import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where sealed files lie. A name is a path of our own making, `my-1/<company>/<id>.tar.zst.age`. */
export type Store = {
  /** Kept for good when it resolves: written whole, flushed to the disk, and only then under its name. */
  put(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Kept>;
  get(name: string): AsyncIterable<Uint8Array>;
  has(name: string): Promise<boolean>;
  /** The names that begin with a folder's, `my-1/<company>`: also of what was only half written. */
  list(folder: string): Promise<string[]>;
  /** Nothing happens where there is none. */
  remove(name: string): Promise<void>;
};
export type Kept = { readonly bytes: number; readonly sha256: string };

/** A name, where it is one: nothing that was made up elsewhere leads out of the store. */
export function storeName(name: string): string {
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.[a-z0-9]+)*$/.test(name))
    throw new Error(`${name} is no name in a store`);
  return name;
}

/** In a folder of this machine, or one that is mounted on it. */
export function diskStore(root: string): Store {
  const at = (name: string): string => join(root, storeName(name));
  return {
    put: async (name, bytes) => {
      const path = at(name);
      const unfinished = `${path}.part`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const kept = await writeTo(unfinished, bytes);
      await rename(unfinished, path);
      await flushFolder(dirname(path));
      return kept;
    },
    get: (name) => createReadStream(at(name), { highWaterMark: 1024 * 1024 }),
    has: (name) =>
      stat(at(name)).then(
        () => true,
        () => false,
      ),
    list: async (folder) => {
      const files = await readdir(at(folder)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw error;
      });
      return files.map((file) => `${folder}/${file}`).sort();
    },
    remove: async (name) => {
      await rm(at(name), { force: true });
      await rm(`${at(name)}.part`, { force: true });
    },
  };
}

async function writeTo(path: string, bytes: AsyncIterable<Uint8Array>): Promise<Kept> {
  const hash = createHash("sha256");
  let count = 0;
  const file = await open(path, "w", 0o600);
  try {
    for await (const chunk of bytes) {
      hash.update(chunk);
      await file.writeFile(chunk);
      count += chunk.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes: count, sha256: hash.digest("hex") };
}

/** A new name is only there after a power cut when its folder was flushed too. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
