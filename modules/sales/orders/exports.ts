import { z } from "zod";
import { invalid } from "#kernel/errors.ts";
import type { Exporter } from "#modules/records/records.public.ts";
import { lineFields } from "./fields.ts";
import { OrderFilter } from "./orders.contract.ts";
import { listedSql } from "./orders.lists.sql.ts";
import { LINE, linesInOrder } from "./orders.sql.ts";

/** How orders leave in files: one row each, or a row for each line. */
export const orderExporter: Exporter = {
  type: "order",
  listed(filter, { eyes, company }) {
    const read = z.safeDecode(OrderFilter, filter as never);
    if (!read.success) throw invalid({ path: ["filter"], code: "field.invalid" });
    return listedSql(read.data, company.zone, eyes);
  },
  parts: { from: linesInOrder, alias: LINE, fields: lineFields, without: ["items"] },
};
