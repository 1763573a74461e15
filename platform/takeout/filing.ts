import type pg from "pg";
import { csvLine } from "#platform/transfer/writing.rules.ts";
import { quotedName } from "./describing.sql.ts";

/** Files that a slice keeps as rows with sealed pieces: an export has them as files too. Names are of its own tables. */
export type FiledTable = {
  /** Under `files/` in the export, and the table that has one row a file. */
  readonly table: string;
  /** Its columns: what the file is called, and when it was all there. */
  readonly name: string;
  readonly readyAt: string;
  /** What is said of each beside its name. */
  readonly told: readonly string[];
  readonly parts: {
    readonly table: string;
    readonly of: string;
    readonly position: string;
    readonly sealed: string;
  };
};

export type Filed = {
  readonly of: FiledTable;
  readonly id: string;
  /** Where it lies in the export. */
  readonly path: string;
  readonly name: string;
  readonly told: readonly string[];
};

/** Those that are whole, in the trash too. */
export async function selectFiled(
  client: pg.Client,
  tables: readonly FiledTable[],
): Promise<readonly Filed[]> {
  const all: Filed[] = [];
  for (const of of tables) {
    const told = of.told.map((column) => `coalesce(${quotedName(column)}::text, '')`).join(", ");
    const { rows } = await client.query<{ id: string; name: string; told: string[] }>(
      `select id, ${quotedName(of.name)} as name, array[${told}] as told
         from ${quotedName(of.table)} where ${quotedName(of.readyAt)} is not null order by id`,
    );
    for (const row of rows) all.push({ ...row, of, path: pathOf(of, row) });
  }
  return all;
}

/** One sealed piece, as COPY writes bytes; null: there are no more. */
export async function selectPiece(
  client: pg.Client,
  { of: { parts }, id }: Filed,
  position: number,
): Promise<{ readonly id: string; readonly sealed: string } | null> {
  const { rows } = await client.query<{ id: string; sealed: string }>(
    `select id, ${quotedName(parts.sealed)}::text as sealed from ${quotedName(parts.table)}
      where ${quotedName(parts.of)} = $1 and ${quotedName(parts.position)} = $2`,
    [id, position],
  );
  return rows[0] ?? null;
}

const NAME_MAX = 100;

/** The id keeps two of one name apart; what no system's file name may hold, and spaces, are written otherwise. */
const pathOf = ({ table }: FiledTable, { id, name }: Pick<Filed, "id" | "name">): string =>
  `files/${table}/${id}-${Array.from(name.normalize("NFC").replace(/[^\p{L}\p{M}\p{N}._-]/gu, "_"))
    .slice(-NAME_MAX)
    .join("")}`;

/** What each file is, where it hangs, and its sum. */
export function indexOf(files: readonly Filed[], sums: ReadonlyMap<string, string>): string {
  const told = [...new Set(files.flatMap(({ of }) => of.told))];
  const lines = files.map(({ of, path, name, told: values }) => [
    path,
    name,
    sums.get(path) ?? "",
    ...told.map((column) => values[of.told.indexOf(column)] ?? ""),
  ]);
  return [["file", "name", "sha256", ...told], ...lines].map(csvLine).join("");
}
