import { hash } from "node:crypto";
import { refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { requireBooks } from "../books/books.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import { financialYearOf } from "../periods/periods.rules.ts";
import { LOCK_HARD, lockAllThrough } from "../periods/periods.ts";
import { fileOf } from "../reports/files.ts";
import { sheetOf } from "../reports/reports.ts";
import type { Names } from "../statements/statements.ts";
import { ClosedFormat, ClosedReport, closings, type Hash, type Year } from "./closings.contract.ts";
import { whyNotClose, type YearSpan, yearSpanOf } from "./closings.rules.ts";
import {
  type ClosingRow,
  insertClosing,
  selectClosing,
  selectClosings,
  selectNames,
} from "./closings.sql.ts";

const READ = "finance.statements.read";

export const listClosings = query({
  does: closings.list,
  needs: READ,
  async run(ctx) {
    const { startsOn, yearBeginsMonth } = await requireBooks(ctx.db);
    const closed = new Map((await selectClosings(ctx.db)).map((one) => [one.year, one]));
    const first = financialYearOf(startsOn, yearBeginsMonth);
    const last = financialYearOf(ctx.today, yearBeginsMonth);
    const years: Year[] = [];
    for (let year = last; year >= first; year -= 1)
      years.push(shownOf(ctx, yearSpanOf(year, yearBeginsMonth), closed.get(year), startsOn));
    return { years };
  },
});

export const closeYear = command({
  does: closings.close,
  needs: LOCK_HARD,
  isForFresh: true,
  async run(ctx, { year }) {
    const { startsOn, yearBeginsMonth } = await requireBooks(ctx.db);
    const span = yearSpanOf(year, yearBeginsMonth);
    const isClosed = (await selectClosings(ctx.db)).some((one) => one.year === year);
    refuseIf(whyNotClose(span, { isClosed, booksStartOn: startsOn, today: ctx.today }));

    // Nobody posts meanwhile, and nobody ever again.
    await lockAllThrough(ctx, span.to);
    const names = await selectNames(ctx.db);
    const issuer = (await letterheadOf(ctx)).legalName;
    const kept = { ...span, names, issuer };
    const hashes: Hash[] = [];
    for (const of of EVERY)
      hashes.push({ ...of, sha256: hashOf((await written(ctx, kept, of)).bytes) });

    const closing = { ...kept, hashes, closedBy: ctx.actor.id, closedAt: ctx.now };
    await insertClosing(ctx.db, closing);
    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      { closedYear: year, hashes: hashes.map(({ sha256 }) => sha256) },
    );
    ctx.tell("finance.periods");
    return shownOf(ctx, span, closing, startsOn);
  },
});

export const getClosedFile = query({
  does: closings.file,
  needs: READ,
  async run(ctx, { year, ...of }) {
    const closing = await selectClosing(ctx.db, year);
    const { name, bytes } = await written(ctx, closing, of);
    const sha256 = hashOf(bytes);
    const isSame = closing.hashes.some((one) => isOf(one, of) && one.sha256 === sha256);
    return { name, base64: bytes.toString("base64"), sha256, isSame };
  },
});

export const verifyYear = query({
  does: closings.verify,
  needs: READ,
  async run(ctx, { year }) {
    const closing = await selectClosing(ctx.db, year);
    const differing = [];
    for (const { sha256, ...of } of closing.hashes)
      if (hashOf((await written(ctx, closing, of)).bytes) !== sha256) differing.push(of);
    return { checkedCount: closing.hashes.length, differing };
  },
});

type Of = Omit<Hash, "sha256">;

const EVERY: readonly Of[] = ClosedReport.options.flatMap((report) =>
  ClosedFormat.options.flatMap((format) =>
    (["en", "ms"] as const).map((language) => ({ report, format, language })),
  ),
);

const isOf = (one: Of, other: Of): boolean =>
  one.report === other.report && one.format === other.format && one.language === other.language;

const hashOf = (bytes: Buffer): string => hash("sha256", bytes, "hex");

/** From the ledger as it is, by the names of the day on which the year was closed. */
async function written(
  { db }: Pick<Ctx, "db">,
  { from, to, names, issuer }: YearSpan & { readonly names: Names; readonly issuer: string },
  { report, format, language }: Of,
) {
  const asked = { report, from, to, compare: "none", language } as const;
  const sheet = await sheetOf({ db, names }, asked);
  return fileOf(sheet, format, { name: issuer, on: to, language });
}

function shownOf(
  ctx: Ctx,
  span: YearSpan,
  closing: Pick<ClosingRow, "hashes" | "closedAt" | "closedBy"> | undefined,
  booksStartOn: string,
): Year {
  const state = { isClosed: closing !== undefined, booksStartOn, today: ctx.today };
  return {
    ...span,
    closedAt: closing?.closedAt ?? null,
    closedBy: (closing?.closedBy ?? null) as Year["closedBy"],
    hashes: [...(closing?.hashes ?? [])],
    blocked: { close: ctx.whyNotMay(LOCK_HARD) ?? whyNotClose(span, state) },
  };
}
