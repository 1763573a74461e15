import { randomBytes } from "node:crypto";
import { open, readFile, realpath, rename, stat } from "node:fs/promises";
import { readMasterKeys } from "#platform/config/master-key.ts";

/** Adds a version at the end of a file of master keys. Whoever reads it meanwhile finds the old file or the new one. */
export async function addVersion(file: string): Promise<number> {
  const { path, text, versions } = await keysIn(file);
  const version = (versions.at(-1) ?? 0) + 1;
  if (version > 255) throw new Error("a master key's version fits into one byte: 255 is the last");
  const line = `${version}:${randomBytes(32).toString("base64")}\n`;
  await replace(path, `${text.replace(/\n*$/, "\n")}${line}`);
  return version;
}

export async function removeVersion(file: string, version: number): Promise<void> {
  const { path, text } = await keysIn(file);
  const lines = text.split("\n").filter((line) => !line.trim().startsWith(`${version}:`));
  await replace(path, lines.join("\n"));
}

async function keysIn(file: string) {
  // A link stays a link: what it points to is replaced.
  const path = await realpath(file);
  const text = await readFile(path, "utf8");
  const keys = readMasterKeys(text);
  if (keys === null) throw new Error(`${file} cannot be read as master keys`);
  return { path, text, versions: keys.map(({ version }) => version) };
}

/** On disk before anything is sealed with it, readable by whom it was readable. */
async function replace(path: string, text: string): Promise<void> {
  const { uid, gid } = await stat(path);
  const half = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(half, "wx", 0o600);
  await file.writeFile(text);
  if (process.getuid?.() === 0) await file.chown(uid, gid);
  await file.sync();
  await file.close();
  await rename(half, path);
}
