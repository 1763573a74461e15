import type { ReactNode } from "react";
import { Link } from "./link.tsx";
import { Page, type PageProps } from "./page.tsx";
import styles from "./settings.module.css";
import { showOpen } from "./tabs.tsx";

type Props<T> = Pick<PageProps<T>, "of" | "children"> & {
  title: string;
  /** The pages of Settings, in their order. */
  pages: readonly { to: string; label: string }[];
};

/** A page of Settings: the list of pages, and one column in which each section saves itself. */
export function SettingsPageFrame<T = undefined>({ of, title, pages, children }: Props<T>) {
  const column = (inside: ReactNode) => (
    <div className={styles.settings}>
      <nav ref={showOpen} className={styles.pages} aria-label={title}>
        {pages.map(({ to, label }) => (
          <Link key={to} to={to}>
            {label}
          </Link>
        ))}
      </nav>
      <div className={styles.column}>{inside}</div>
    </div>
  );
  return (
    <Page<T> {...(of === undefined ? {} : { of })} title={title}>
      {(data) => column(typeof children === "function" ? children(data) : children)}
    </Page>
  );
}
