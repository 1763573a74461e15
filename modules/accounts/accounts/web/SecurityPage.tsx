import { SettingsPageFrame } from "#ui/settings.tsx";
import { useWords } from "#ui/words.ts";
import { EmailSection } from "../../emails/web/email-section.tsx";
import { FactorSection } from "../../factors/web/factor-section.tsx";
import { SessionsSection } from "../../sessions/web/sessions-section.tsx";
import { accountWords } from "./accounts.words.ts";
import { PasswordSection } from "./password-section.tsx";
import { useSettingsPages } from "./settings-pages.ts";

/** How one signs in, and from where one is signed in. */
export function SecurityPage() {
  const t = useWords(accountWords);
  return (
    <SettingsPageFrame title={t("settings")} pages={useSettingsPages()}>
      <EmailSection />
      <PasswordSection />
      <FactorSection />
      <SessionsSection />
    </SettingsPageFrame>
  );
}
