import {
  bare,
  type Doc,
  dayOn,
  drawPaper,
  heightOf,
  INK,
  MARGIN,
  type Paper,
  QUIET,
  rule,
  say,
} from "#platform/paper/paper.ts";
import type { Issuer } from "./files.ts";
import { reportWords } from "./report-words.rules.ts";
import type { Sheet } from "./reports.contract.ts";

const SIZE = 8.5;
const GAP = 10;
/** Codes, days and amounts are as wide as they need; texts share the rest. */
const WIDTHS = { code: 72, day: 62, money: 84 } as const;

type Row = Sheet["rows"][number];
type Column = { readonly x: number; readonly width: number; readonly isMoney: boolean };

/** A statement on A4, lying where it has many columns: its head on every page, sums ruled off. */
export function printSheet(sheet: Sheet, issuer: Issuer): Promise<Buffer> {
  const { title, period, heads } = sheet;
  const about = {
    title: `${title}, ${period}`,
    author: issuer.name,
    on: issuer.on,
    language: issuer.language,
    isWide: heads.length > 5,
  };
  return drawPaper(about, (paper) => {
    const columns = columnsOf(sheet, paper);
    const below = titleOf(sheet, issuer, paper);
    rowsOf(sheet, issuer, paper, columns, headOf(sheet, paper.doc, columns, below));
    feet(sheet, issuer, paper);
  });
}

function columnsOf({ heads }: Sheet, { inner }: Paper): Column[] {
  const fixed = heads.reduce((sum, { as }) => sum + (as === "text" ? 0 : WIDTHS[as]), 0);
  const texts = heads.filter(({ as }) => as === "text").length;
  const rest = inner - fixed - GAP * (heads.length - 1);
  let x = MARGIN;
  return heads.map(({ as }) => {
    const width = as === "text" ? rest / texts : WIDTHS[as];
    const column = { x, width, isMoney: as === "money" };
    x += width + GAP;
    return column;
  });
}

function titleOf({ title, period, currency }: Sheet, { name }: Issuer, { doc }: Paper): number {
  say(doc, name, MARGIN, MARGIN - 6, { size: 9, color: QUIET });
  const below = say(doc, title, MARGIN, MARGIN + 8, { bold: true, size: 16 });
  return say(doc, `${period} · ${currency}`, MARGIN, below + 2, { size: 9, color: QUIET }) + 16;
}

function headOf({ heads }: Sheet, doc: Doc, columns: readonly Column[], y: number): number {
  const height = Math.max(
    ...heads.map(({ label }, at) => heightOf(doc, label, columns[at]?.width ?? 0, 7.5)),
  );
  for (const [at, { x, width, isMoney }] of columns.entries())
    say(doc, heads[at]?.label ?? "", x, y, {
      ...{ size: 7.5, color: QUIET, width, align: isMoney ? "right" : "left" },
    });
  const last = columns.at(-1);
  rule(doc, y + height + 3, MARGIN, (last?.x ?? 0) + (last?.width ?? 0));
  return y + height + 8;
}

function rowsOf(
  sheet: Sheet,
  issuer: Issuer,
  { doc, foot, right }: Paper,
  columns: readonly Column[],
  from: number,
): void {
  let y = from;
  for (const [at, row] of sheet.rows.entries()) {
    const texts = row.cells.map((cell, n) => textOf(cell, sheet, n, issuer));
    const height = Math.max(
      SIZE + 3,
      ...texts.map((text, n) => heightOf(doc, text, columns[n]?.width ?? 0, SIZE)),
    );
    const above = row.as === "head" && at > 0 ? 8 : 0;
    // A heading stays with what follows it.
    const needed = above + height + (row.as === "head" ? 24 : 0);
    if (y + needed > foot) {
      doc.addPage();
      y = headOf(sheet, doc, columns, MARGIN);
    } else y += above;
    if (isSummed(row)) rule(doc, y - 1.5, MARGIN, right);
    for (const [n, { x, width, isMoney }] of columns.entries())
      say(doc, texts[n] ?? "", x, y + (isSummed(row) ? 2 : 0), {
        ...{ size: SIZE, bold: row.as !== "account" && row.as !== "line", width },
        ...{ align: isMoney ? "right" : "left", color: row.cells[n] === 0 ? QUIET : INK },
      });
    y += height + 3 + (isSummed(row) ? 3 : 0);
    if (row.as === "last") {
      rule(doc, y, MARGIN, right);
      rule(doc, y + 1.8, MARGIN, right);
      y += 7;
    }
  }
}

const isSummed = ({ as }: Row): boolean => as === "sum" || as === "milestone" || as === "last";

function textOf(
  cell: Row["cells"][number],
  { currency, heads }: Sheet,
  at: number,
  { language }: Issuer,
): string {
  if (cell === null) return "";
  if (typeof cell === "number") return cell === 0 ? "–" : bare(cell, currency);
  return heads[at]?.as === "day" ? dayOn(cell, language) : cell;
}

function feet(
  { title, period }: Sheet,
  { name, language }: Issuer,
  { doc, foot, right, inner }: Paper,
): void {
  const words = reportWords(language);
  const { start, count } = doc.bufferedPageRange();
  for (let at = start; at < start + count; at += 1) {
    doc.switchToPage(at);
    rule(doc, foot + 8, MARGIN, right);
    say(doc, `${name} · ${title} · ${period}`, MARGIN, foot + 14, {
      ...{ size: 7.5, color: QUIET, width: inner - 130 },
    });
    say(doc, words.page(at + 1, count), right - 120, foot + 14, {
      ...{ size: 7.5, color: QUIET, width: 120, align: "right" },
    });
  }
}
