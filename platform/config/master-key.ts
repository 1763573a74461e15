/** One version of the key that wraps every company's key. Newest last: it seals, the others still open. */
export type MasterKey = { readonly version: number; readonly bytes: Buffer };

/** Lines (or a comma separated list) of `<version>:<base64 of 32 bytes>`. Null when any of it cannot be read. */
export function readMasterKeys(text: string): readonly MasterKey[] | null {
  const lines = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const keys = lines.map(readLine);
  const versions = keys.map((key) => key?.version ?? 0);
  const isRising = versions.every((version, i) => version > (versions[i - 1] ?? 0));
  if (keys.length === 0 || !isRising) return null;
  return keys.filter((key) => key !== null);
}

function readLine(line: string): MasterKey | null {
  const [, version, base64] = /^(\d{1,3}):([A-Za-z0-9+/_-]{43}=?)$/.exec(line) ?? [];
  if (version === undefined || base64 === undefined) return null;
  const bytes = Buffer.from(base64, "base64");
  // The version stands in one byte of every value that it sealed.
  const isFit = bytes.length === 32 && Number(version) >= 1 && Number(version) <= 255;
  return isFit ? { version: Number(version), bytes } : null;
}
