import { Readable } from "node:stream";
import type { Said } from "#kernel/said.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { selectFailures } from "./failures.sql.ts";
import type { ImportId } from "./imports.contract.ts";
import { insertDownload, type KeptImport, selectImport, takeDownload } from "./imports.sql.ts";
import { newToken, readToken } from "./parts.ts";
import { reasonSaid } from "./reasons.ts";

const OPEN_MS = 5 * 60_000;
const PAGE = 500;

export async function newDownload(
  ctx: CommandCtx,
  importId: ImportId,
  language: keyof Said,
): Promise<string> {
  const { shown, hash } = newToken(ctx.company.id);
  const expiresAt = new Date(ctx.now.getTime() + OPEN_MS);
  await insertDownload(ctx.db, { hash, importId, language, expiresAt });
  return `/api/records/imports/downloads/${shown}`;
}

/** The failed rows as they stand in the file, each with its reasons: ready to be put right and brought in again. */
export async function openFailures(
  house: House,
  shown: string,
): Promise<{ name: string; content: Readable } | null> {
  const token = readToken(shown);
  const access = token === null ? null : await house.companies.access(token.companyId);
  if (token === null || access === null) return null;
  const db = eachAlone(access.pool);
  const asked = await takeDownload(db, token.hash, house.now());
  if (asked === null) return null;
  const one = await selectImport(db, asked.importId);
  const columns = one.found?.columns ?? [];

  async function* lines(): AsyncGenerator<string> {
    const headers = columns.map(({ header }) => header);
    // The mark tells a spreadsheet that it is UTF-8.
    yield `\uFEFF${lineOf([...headers, REASON[asked?.language ?? "en"]])}`;
    for (let after = 0; ; ) {
      const rows = await selectFailures(db, one.id, after, PAGE);
      for (const { cells, problems } of rows) {
        const reasons = problems.map(({ column, code }) => {
          const said = reasonSaid(code)[asked?.language ?? "en"];
          return column === null ? said : `${columns[column]?.header ?? ""}: ${said}`;
        });
        yield lineOf([...columns.map((_, at) => cells[at] ?? ""), reasons.join(" ")]);
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = last.line;
    }
  }
  return { name: nameOf(one), content: Readable.from(lines()) };
}

const REASON: Said = { en: "What is wrong", ms: "Apa yang tidak betul" };

const nameOf = ({ id }: Pick<KeptImport, "id">): string => `failed-rows-${id.slice(0, 8)}.csv`;

const lineOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(",")}\r\n`;

/** In quotes where it must be; with an apostrophe before what a spreadsheet would take for a formula. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d\s().,-]*$/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
