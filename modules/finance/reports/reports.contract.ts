import { z } from "zod";
import { get, minorAmount } from "#kernel/contract.ts";
import { LedgerAccountId } from "../chart/chart.contract.ts";
import { Compare, Within } from "../statements/statements.contract.ts";

export const ReportName = z.enum([
  "trial_balance",
  "profit_and_loss",
  "balance_sheet",
  "cash_flow",
  "cash_flow_direct",
  "general_ledger",
  "journal",
  "receivables",
  "payables",
  "tax",
  "profit_by_channel",
  "profit_by_product",
  "profit_by_customer",
  "profit_by_order",
]);
export type ReportName = z.output<typeof ReportName>;
export const ReportFormat = z.enum(["csv", "xlsx", "pdf"]);
export type ReportFormat = z.output<typeof ReportFormat>;

export const SheetHead = z.object({
  label: z.string(),
  as: z.enum(["code", "text", "day", "money"]),
  /** A time that is only compared with. */
  isCompared: z.boolean().optional(),
});

/** A statement as a table: what is shown is what is in every file. */
export const Sheet = z.object({
  title: z.string(),
  /** The time or the day it is of, in words. */
  period: z.string(),
  currency: z.string(),
  heads: z.array(SheetHead),
  rows: z.array(
    z.object({
      as: z.enum(["head", "account", "line", "sum", "milestone", "last"]),
      /** Under each head: a text, a day, an amount in minor units, or nothing. */
      cells: z.array(z.union([z.string(), minorAmount()]).nullable()),
      /** The records behind the row, as a place on the screens. */
      to: z.string().nullable(),
    }),
  ),
});
export type Sheet = z.output<typeof Sheet>;

/** Of a balance sheet and of what is owed the last day counts. */
const asked = {
  report: ReportName,
  from: z.iso.date(),
  to: z.iso.date(),
  compare: Compare.default("none"),
  /** Of a general ledger: this account alone. */
  account: LedgerAccountId.optional(),
  /** Of what lines say where they came from; what is owed and taxes are of the whole company. */
  ...Within.shape,
  language: z.enum(["en", "ms"]).default("en"),
};

const at = "/api/finance/reports";
export const reports = {
  get: get(`${at}/:report`, z.object(asked), Sheet),
  /** The same as a file: CSV, a spreadsheet with typed cells, or A4. */
  file: get(
    `${at}/:report/file`,
    z.object({ ...asked, format: ReportFormat }),
    z.object({ name: z.string(), base64: z.string() }),
  ),
};
