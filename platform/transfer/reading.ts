import { refused } from "#kernel/errors.ts";
import { openCsv } from "./reading-csv.ts";
import { openXlsx } from "./reading-xlsx.ts";
import type { Source, Table, TableOptions } from "./table.ts";

const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const ZIP = Buffer.from("PK");

/** Opens what claims to be a table, by what it is and not by its name. What it is not is refused in words. */
export async function openTable(source: Source, options: TableOptions = {}): Promise<Table> {
  const head = await source.read(0, 8);
  if (head.length === 0) throw refused("platform.transfer.empty");
  if (head.subarray(0, 4).equals(OLD_EXCEL)) throw refused("platform.transfer.old_excel");
  if (head.subarray(0, 2).equals(ZIP)) return openXlsx(source, options);
  return openCsv(source, options);
}
