import styles from "./door-head.module.css";
import { Link } from "./link.tsx";
import { LANGUAGES, setLanguage, useLanguage } from "./words.ts";

/** What stands above a page outside the shell: the brand, leading home where `home` names it, and the other language. */
export function DoorHead({ home }: { home?: string }) {
  const spoken = useLanguage();
  const other = LANGUAGES.find(({ id }) => id !== spoken) ?? LANGUAGES[0];
  const brand = (
    <>
      <img src="/favicon.svg" alt="" width={26} height={26} />
      Kaunter
    </>
  );
  return (
    <header className={styles.top}>
      {home === undefined ? (
        <span className={styles.brand}>{brand}</span>
      ) : (
        <Link to="/" className={styles.brand} aria-label={home}>
          {brand}
        </Link>
      )}
      {other !== undefined && (
        <button
          type="button"
          className={styles.language}
          lang={other.id}
          onClick={() => setLanguage(other.id)}
        >
          {other.name}
        </button>
      )}
    </header>
  );
}
