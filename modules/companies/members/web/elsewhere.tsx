import { Button } from "@mantine/core";
import { Door } from "#ui/door.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./company-menu.module.css";
import { companyMenuWords } from "./company-menu.words.ts";
import { beginAnew, switchTo } from "./memberships.client.ts";

type Company = { readonly id: string; readonly name: string };

/** A window whose session went to another company, in another window. */
export function Elsewhere({ was, now }: { was: Company; now: Company }) {
  const t = useWords(companyMenuWords);
  const names = { was: was.name, now: now.name };
  return (
    <Door title={t("elsewhereTitle", names)} text={t("elsewhereText", names)}>
      <div className={styles.verbs}>
        <Button onClick={beginAnew}>{t("goOn", names)}</Button>
        <Button variant="default" onClick={() => void switchTo(was.id)}>
          {t("goBack", names)}
        </Button>
      </div>
    </Door>
  );
}
