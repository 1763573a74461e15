import type { Reason } from "#kernel/errors.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { House } from "#platform/house/house.ts";
import type { Company } from "./companies.ts";

/** What decides whether anything of a company is changed, beside who asks. */
type Asked = {
  readonly house: Pick<House, "config">;
  readonly company: Company;
  readonly now: Date;
};

/** The service is not paid for. A house that bills nobody closes nobody out. */
export const isReadOnly = ({ house, company, now }: Asked): boolean =>
  house.config.stripe !== null && company.readOnlyAt !== null && company.readOnlyAt <= now;

/** Until its end a cancelled company is read and taken out, and nothing else; and so is one that is not paid for. */
export function whyNotChange(asked: Asked): Reason | null {
  if (asked.company.status === "cancelled") return "companies.company.cancelled";
  return isReadOnly(asked) ? "companies.company.read_only" : null;
}

/** From then on it is read and exported only; null: nothing says so any more. */
export const markReadOnlyAt = (control: Db, companyId: string, at: Date | null): Promise<number> =>
  control.run(sql`
    update companies set read_only_at = ${at} where id = ${companyId} and read_only_at is distinct from ${at}::timestamptz`);
