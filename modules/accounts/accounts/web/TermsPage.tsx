import { Door } from "#ui/door.tsx";
import { Link } from "#ui/link.tsx";
import { useWords } from "#ui/words.ts";
import { accountWords } from "./accounts.words.ts";
import styles from "./door-parts.module.css";

const PARTS = ["termsUse", "termsAge", "termsData", "termsCookies", "termsRights"] as const;

/** What one agrees to at sign-up, in plain words. */
export function TermsPage() {
  const t = useWords(accountWords);
  return (
    <Door title={t("termsTitle")}>
      <div className={styles.terms}>
        {PARTS.map((part) => (
          <section key={part}>
            <h2>{t(`${part}Title`)}</h2>
            <p>{t(part)}</p>
          </section>
        ))}
        <p>
          <Link to="/privacy">{t("termsPolicy")}</Link>
        </p>
      </div>
    </Door>
  );
}
