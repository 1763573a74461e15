import { useWords } from "#ui/words.ts";
import { accountWords } from "./accounts.words.ts";

/** The pages of Settings, in their order. */
export function useSettingsPages(): { to: string; label: string }[] {
  const t = useWords(accountWords);
  return [
    { to: "/settings", label: t("you") },
    { to: "/settings/company", label: t("company") },
  ];
}
