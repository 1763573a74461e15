import { useCompany, useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { accountWords } from "./accounts.words.ts";

/** The pages of Settings, in their order. */
export function useSettingsPages(): { to: string; label: string }[] {
  const t = useWords(accountWords);
  const seesMembers = useMay("companies.members.read");
  const seesRoles = useMay("companies.roles.read");
  const setsRules = useMay("accounts.factors.require");
  const seesFields = useMay("records.fields.read");
  const seesTags = useMay("records.tags.read");
  const seesLetterhead = useMay("finance.letterheads.read");
  const seesReminders = useMay("finance.reminders.read");
  const seesTaxes = useMay("finance.taxes.read");
  const seesKeys = useMay("companies.keys.read");
  const seesBackups = useMay("companies.backups.read");
  const takesOut = useMay("companies.takeouts.read");
  const mayBill = useMay("billing.billing.read");
  const seesBilling = useCompany().isBilled && mayBill;
  return [
    { to: "/settings", label: t("you") },
    { to: "/settings/security", label: t("security") },
    { to: "/settings/company", label: t("company") },
    ...(seesMembers ? [{ to: "/settings/members", label: t("membersPage") }] : []),
    ...(seesRoles ? [{ to: "/settings/roles", label: t("rolesPage") }] : []),
    ...(seesFields ? [{ to: "/settings/fields", label: t("fieldsPage") }] : []),
    ...(seesTags ? [{ to: "/settings/tags", label: t("tagsPage") }] : []),
    ...(seesLetterhead ? [{ to: "/settings/letterhead", label: t("letterheadPage") }] : []),
    ...(seesReminders ? [{ to: "/settings/reminders", label: t("remindersPage") }] : []),
    ...(seesTaxes ? [{ to: "/settings/taxes", label: t("taxesPage") }] : []),
    ...(setsRules ? [{ to: "/settings/sign-in-rules", label: t("rulesPage") }] : []),
    ...(seesKeys ? [{ to: "/settings/keys", label: t("keysPage") }] : []),
    ...(seesBilling ? [{ to: "/settings/billing", label: t("billingPage") }] : []),
    ...(seesBackups ? [{ to: "/settings/backups", label: t("backupsPage") }] : []),
    ...(takesOut ? [{ to: "/settings/data-export", label: t("takeoutsPage") }] : []),
    { to: "/settings/role", label: t("myRolePage") },
  ];
}
