import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type Config, ConfigProblem } from "./config.ts";
import { type MasterKey, readMasterKeys } from "./master-key.ts";

/** The master key's versions, newest last. The house's own file is made at the first start. */
export async function masterKeysOf(config: Config): Promise<readonly MasterKey[]> {
  const source = config.masterKey;
  if (source.kind === "given") return source.keys;
  const text = (await readIfThere(source.path)) ?? (source.isOurs ? await made(source.path) : null);
  if (text === null)
    throw new ConfigProblem(
      `KAUNTER_MASTER_KEY_FILE names ${source.path}, which is not there: write the path of your key file, or leave it out to have one made.`,
    );
  const keys = readMasterKeys(text);
  if (keys !== null) return keys;
  throw new ConfigProblem(
    `${source.path} cannot be read as master keys: each line must be \`<version>:<base64 of 32 bytes>\`, newest last. Put your backup of it back; without it sealed data stays closed.`,
  );
}

/** Whole or not at all, and on disk before anything is sealed with it: a lost key is lost data. */
async function made(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const half = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(half, "wx", 0o600);
  await file.writeFile(`1:${randomBytes(32).toString("base64")}\n`);
  await file.sync();
  await file.close();
  // Two processes may start at once: a link is refused where the file already stands, and then that one counts.
  await link(half, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(half);
  return await readFile(path, "utf8");
}

const readIfThere = (path: string): Promise<string | null> =>
  readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
