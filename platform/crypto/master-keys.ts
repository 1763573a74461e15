import { readFileSync, statSync } from "node:fs";
import type { Config } from "#platform/config/config.ts";
import { masterKeysOf } from "#platform/config/key-file.ts";
import { type MasterKey, readMasterKeys } from "#platform/config/master-key.ts";

/** The versions of the master key, as they are now. */
export type MasterKeys = {
  /** The one that seals. */
  newest(): MasterKey;
  /** Undefined for a version that is not there (any more). */
  of(version: number): MasterKey | undefined;
};

/** Versions that cannot change while the process runs: given in the environment. */
export function fixedMasterKeys(keys: readonly MasterKey[]): MasterKeys {
  const newest = keys.at(-1);
  if (newest === undefined) throw new Error("there is a master key");
  return { newest: () => newest, of: (version) => keys.find((key) => key.version === version) };
}

/**
 * Those of a file are read again without a restart: at once when a value names a version that is not known yet, and within
 * a second after the file has changed, so that this process does not go on sealing with what others replace.
 */
export async function openMasterKeys(config: Config): Promise<MasterKeys> {
  const keys = await masterKeysOf(config);
  return config.masterKey.kind === "given"
    ? fixedMasterKeys(keys)
    : watchedMasterKeys(config.masterKey.path, keys);
}

const LOOK_EVERY_MS = 1_000;

function watchedMasterKeys(path: string, first: readonly MasterKey[]): MasterKeys {
  let known = fixedMasterKeys(first);
  let mark = "";
  let lookedAt = Number.NEGATIVE_INFINITY;

  /** Looking at a file's date costs microseconds. What cannot be read now leaves what is known. */
  function look(): void {
    lookedAt = performance.now();
    try {
      const { ino, mtimeMs, size } = statSync(path);
      const found = `${ino} ${mtimeMs} ${size}`;
      if (found === mark) return;
      const keys = readMasterKeys(readFileSync(path, "utf8"));
      if (keys === null) return;
      known = fixedMasterKeys(keys);
      mark = found;
    } catch {
      // Its place is empty for a moment, or the disk is away: the next look finds it.
    }
  }

  return {
    newest: () => {
      if (performance.now() - lookedAt > LOOK_EVERY_MS) look();
      return known.newest();
    },
    of: (version) => {
      const key = known.of(version);
      if (key !== undefined) return key;
      look();
      return known.of(version);
    },
  };
}
