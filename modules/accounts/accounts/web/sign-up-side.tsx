import { IconCheck, IconHome, IconShoppingBag, IconUser } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "#ui/words.ts";
import { accountWords } from "./accounts.words.ts";
import styles from "./sign-up-side.module.css";

/** What Kaunter is, beside the form: what happens to one order, and what holds for all of them. */
export function SignUpSide() {
  const t = useWords(accountWords);
  return (
    <>
      <h2 className={styles.title}>{t("sideTitle")}</h2>
      <ol className={styles.story}>
        <Step icon={<IconShoppingBag size={15} stroke={1.6} />} time="14:06:41.002">
          {t.rich("sideOrder", {
            order: <strong key="order">{t("sideOrderNumber")}</strong>,
            total: <strong key="total">247.22</strong>,
          })}
          <small>{t("sidePaid")}</small>
        </Step>
        <Step icon={<IconUser size={15} stroke={1.6} />} time="14:06:41.043">
          {t.rich("sideTimeline", { name: <strong>Nur Aisyah</strong> })}
        </Step>
        <Step icon={<IconHome size={15} stroke={1.6} />} time="14:06:41.043">
          {t("sideHome")}
        </Step>
      </ol>
      <ul className={styles.points}>
        <Point title={t("ownDatabase")} text={t("ownDatabaseText")} />
        <Point title={t("nothingLost")} text={t("nothingLostText")} />
        <Point title={t("openNumbers")} text={t("openNumbersText")} />
        <Point title={t("noTracking")} text={t("noTrackingText")} />
      </ul>
    </>
  );
}

const Step = ({ icon, time, children }: { icon: ReactNode; time: string; children: ReactNode }) => (
  <li>
    <span className={styles.icon} aria-hidden="true">
      {icon}
    </span>
    <span>{children}</span>
    <time>{time}</time>
  </li>
);

const Point = ({ title, text }: { title: string; text: string }) => (
  <li>
    <IconCheck size={17} stroke={1.8} aria-hidden="true" />
    <span>
      <b>{title}</b>
      <small>{text}</small>
    </span>
  </li>
);
