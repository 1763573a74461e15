import { z } from "zod";
import { invalid } from "#kernel/errors.ts";
import type { Exporter } from "#modules/records/records.public.ts";
import { CustomerFilter } from "./customers.contract.ts";
import { listedSql } from "./filter.sql.ts";

/** How customers leave in files. */
export const customerExporter: Exporter = {
  type: "customer",
  listed(filter, { eyes, company }) {
    const read = z.safeDecode(CustomerFilter, filter as never);
    if (!read.success) throw invalid({ path: ["filter"], code: "field.invalid" });
    return listedSql(read.data, { ...eyes, ...company });
  },
};
