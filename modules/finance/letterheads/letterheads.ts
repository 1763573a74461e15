import type { Ctx } from "#platform/actions/context.ts";
import type { Letterhead } from "./letterheads.contract.ts";
import { selectLetterhead } from "./letterheads.sql.ts";

export const TOPIC = "finance.letterheads";

/** Nothing said yet, and papers due in a month. */
const BLANK: Letterhead = {
  legalName: "",
  registration: "",
  taxNumber: "",
  street: "",
  street2: "",
  city: "",
  postcode: "",
  state: "",
  email: "",
  phone: "",
  bankName: "",
  bankAccount: "",
  bankBic: "",
  footer: "",
  termsDays: 30,
};

/** Who the company is on a paper of today. */
export async function letterheadOf({
  db,
  company,
}: Pick<Ctx, "db" | "company">): Promise<Letterhead & { readonly version: number }> {
  const said = (await selectLetterhead(db)) ?? { ...BLANK, version: 1 };
  return { ...said, legalName: said.legalName === "" ? company.name : said.legalName };
}
