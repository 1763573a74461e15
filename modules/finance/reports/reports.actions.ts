import { refuseAt } from "#kernel/errors.ts";
import { query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import { fileOf } from "./files.ts";
import { reports } from "./reports.contract.ts";
import { type Asked, sheetOf } from "./reports.ts";

const READ = "finance.statements.read";

export const getReport = query({
  does: reports.get,
  needs: READ,
  async run(ctx, asked) {
    refuseAt(["to"], asked.to < asked.from ? "finance.report.ends_before" : null);
    return sheetOf(ctx, asked);
  },
});

export const getReportFile = query({
  does: reports.file,
  needs: READ,
  async run(ctx, { format, ...asked }) {
    refuseAt(["to"], asked.to < asked.from ? "finance.report.ends_before" : null);
    const { name, bytes } = await fileFor(ctx, asked, format);
    return { name, base64: bytes.toString("base64") };
  },
});

const fileFor = async (ctx: Ctx, asked: Asked, format: "csv" | "xlsx" | "pdf") =>
  fileOf(await sheetOf(ctx, asked), format, {
    ...{ name: (await letterheadOf(ctx)).legalName, on: asked.to, language: asked.language },
  });
