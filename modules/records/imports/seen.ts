/**
 * Which line of a file spoke first of a record. A million keys in a few megabytes: of each only 53 bits are kept, which
 * two different ones share once in ten thousand files; the dry run would then count one row too few.
 */
export type Seen = {
  /** The earlier line, or null: this one is the first. */
  first(key: string, line: number): number | null;
};

const FILLED_MAX = 0.7;
const SIZE_MIN = 1 << 12;

/** Made for as many as are expected: while it grows it takes twice its room. */
export function seenLines(expected: number): Seen {
  let size = Math.max(SIZE_MIN, Math.ceil(expected / FILLED_MAX) + 1);
  let hashes = new Float64Array(size);
  let lines = new Int32Array(size);
  let count = 0;

  function place(hash: number): number {
    let at = hash % size;
    while (lines[at] !== 0 && hashes[at] !== hash) at = (at + 1) % size;
    return at;
  }

  function grow(): void {
    const [oldHashes, oldLines] = [hashes, lines];
    size *= 2;
    hashes = new Float64Array(size);
    lines = new Int32Array(size);
    for (let i = 0; i < oldLines.length; i += 1) {
      const line = oldLines[i] ?? 0;
      if (line === 0) continue;
      const at = place(oldHashes[i] ?? 0);
      hashes[at] = oldHashes[i] ?? 0;
      lines[at] = line;
    }
  }

  return {
    first(key, line) {
      const hash = hash53(key);
      const at = place(hash);
      const known = lines[at] ?? 0;
      if (known !== 0) return known === line ? null : known;
      hashes[at] = hash;
      lines[at] = line;
      count += 1;
      if (count > size * FILLED_MAX) grow();
      return null;
    },
  };
}

/** Two rounds of multiplying and mixing; nothing secret depends on it. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const letter = text.charCodeAt(i);
    high = Math.imul(high ^ letter, 2654435761);
    low = Math.imul(low ^ letter, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
