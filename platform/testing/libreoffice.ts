import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** LibreOffice, as somebody who opens a file and saves it as another: `to` is its name for the kind, with its options. */
export type Spreadsheet = Disposable & {
  saves(name: string, file: Buffer | string, to: string, opened?: string): Buffer;
};

/** Open with: text between commas, quotes around it, in UTF-8, read from the first line on. */
export const AS_CSV = "CSV:44,34,76,1,,0,false,true,false";
/** The same, with its first column said to be text. */
export const AS_TEXT = "CSV:44,34,76,1,1/2,0,false,false,false";

/** One profile for all it does: making that takes it longer than the rest. */
export function spreadsheet(): Spreadsheet {
  const dir = mkdtempSync(join(tmpdir(), "kaunter-soffice-"));
  return {
    saves: (name, file, to, opened) => {
      const out = mkdtempSync(join(dir, "saved-"));
      const from = join(out, name);
      writeFileSync(from, file);
      const how = opened === undefined ? [] : [`--infilter=${opened}`];
      const { stdout, stderr, error } = spawnSync(
        "soffice",
        [
          ...["--headless", "--norestore", `-env:UserInstallation=file://${dir}/profile`],
          ...[...how, "--convert-to", to, "--outdir", join(out, "as"), from],
        ],
        { encoding: "utf8", timeout: 120_000 },
      );
      assert.equal(error, undefined);
      const [kind = ""] = to.split(":");
      const path = join(out, "as", basename(name).replace(/\.\w+$/, `.${kind}`));
      assert.ok(existsSync(path), `${name} as ${to}: ${stdout}${stderr}`);
      return readFileSync(path);
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

export type SheetCell = {
  /** As it is shown. */
  readonly text: string;
  /** Where it is no text. */
  readonly value: string | null;
  readonly formula: string | null;
};

/** The cells of a flat OpenDocument sheet, row by row. */
export function cellsOf(fods: Buffer): SheetCell[][] {
  const [table = ""] = /<table:table [\s\S]*?<\/table:table>/.exec(fods.toString()) ?? [];
  return [...table.matchAll(/<table:table-row[^>]*?(?:\/>|>([\s\S]*?)<\/table:table-row>)/g)].map(
    ([, row = ""]) =>
      [
        ...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g),
      ].flatMap(([, attributes = "", inside = ""]) => {
        const said = (name: string) =>
          new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? null;
        const value =
          said("office:value") ?? said("office:date-value") ?? said("office:boolean-value");
        const cell = { text: textOf(inside), value, formula: said("table:formula") };
        const count = Number(said("table:number-columns-repeated") ?? 1);
        // The rest of the sheet is one empty cell, some thousand times.
        return count > COLUMNS_MAX ? [] : Array.from({ length: count }, () => cell);
      }),
  );
}

const COLUMNS_MAX = 1000;

/** Of a cell's paragraphs, in which spaces and tabs are elements. */
const textOf = (inside: string): string =>
  [...inside.matchAll(/<text:p[^>]*?(?:\/>|>([\s\S]*?)<\/text:p>)/g)]
    .map(([, text = ""]) =>
      plain(
        text
          .replace(/<text:s(?: text:c="(\d+)")?\/>/g, (_, count) => " ".repeat(Number(count ?? 1)))
          .replaceAll("<text:tab/>", "\t")
          .replaceAll("<text:line-break/>", "\n")
          .replace(/<[^>]*>/g, ""),
      ),
    )
    .join("\n");

const plain = (xml: string): string =>
  xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) =>
    name === undefined
      ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
      : (NAMED[name as keyof typeof NAMED] ?? ""),
  );
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" } as const;
