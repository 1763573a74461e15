import { newId } from "#kernel/ids.ts";
import { newLinkToken } from "#platform/auth/tokens.ts";
import type { Db } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { postMail } from "#platform/mail/outbox.ts";
import type { Company } from "#platform/tenancy/companies.ts";
import { insertInvitation } from "./invitations.sql.ts";
import { invitationMail } from "./members.mails.ts";
import { expiryFrom } from "./members.rules.ts";
import { selectAccountByAddress } from "./members.sql.ts";

/** Asks somebody into a company that nobody is in yet, by the house itself. In the caller's control transaction. */
export async function inviteFirstAdmin(
  house: House,
  control: Db,
  company: Company,
  email: string,
): Promise<void> {
  const { token, hash } = newLinkToken();
  const now = house.now();
  const inviterName = "Kaunter";
  const said = { companyId: company.id, email, role: "admin", invitedBy: null, inviterName };
  await insertInvitation(control, {
    ...said,
    id: newId<"invitation">(),
    hash,
    now,
    expiresAt: expiryFrom(now),
  });
  const locale = (await selectAccountByAddress(control, email))?.locale ?? localeOf(company);
  const words = { company: company.name, inviter: inviterName, role: "admin" };
  const mail = invitationMail({ email, locale }, words, house.config.publicUrl, token);
  await postMail(house, control, mail, now);
}

const localeOf = ({ country }: Company): "en" | "ms" => (country === "MY" ? "ms" : "en");
