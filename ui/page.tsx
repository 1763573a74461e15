import { IconChevronLeft } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { Fragment, type ReactNode, useEffect, useRef } from "react";
import { ApiProblem } from "./api.ts";
import { Bones } from "./bones.tsx";
import { useKeys } from "./keys.ts";
import { Link } from "./link.tsx";
import { Nothing } from "./nothing.tsx";
import styles from "./page.module.css";
import { ProblemNote } from "./problem-note.tsx";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

/** What a page shows: as it is, or made of the data it is about. */
type Part<T> = ReactNode | ((data: T) => ReactNode);

export type PageProps<T> = {
  /** The query this page is about. The page then waits, fails and shows itself like every other. */
  of?: UseQueryResult<T>;
  title: Part<T>;
  /** Where this page belongs: its list. Makes it a deep page on a phone: back arrow, actions at the foot. */
  crumb?: { to: string; label: string };
  /** Muted after the title: how many. */
  count?: Part<T>;
  /** After the title: one or two Status. */
  status?: Part<T>;
  /** At the right: quiet buttons, `⋯`, and the one primary button last. */
  actions?: Part<T>;
  /** Under the head: Views, or tabs of pages. */
  tabs?: ReactNode;
  /** At the right on a sunken ground: identity, facts. Follows the body on a phone. */
  aside?: Part<T>;
  /** `wide`: the body brings its own gutters and scrolling (List) · `narrow`: one column of 560 (settings, short forms). */
  fit?: "wide" | "narrow";
  children: Part<T>;
};

/** Every page: head, body and, if it has one, aside. */
export function Page<T = undefined>(props: PageProps<T>) {
  const { of, crumb, tabs, fit, children } = props;
  const t = useWords(common);
  const isReady = of === undefined || of.data !== undefined;
  const isMissing = !isReady && of.error instanceof ApiProblem && of.error.kind === "not_found";
  const show = (part: Part<T>): ReactNode =>
    typeof part === "function" ? (isReady ? part(of?.data as T) : null) : part;
  const title = isMissing ? t("notFoundTitle") : show(props.title);
  const aside = isMissing ? undefined : props.aside;
  return (
    <>
      <Head
        title={title}
        crumb={crumb}
        count={show(props.count)}
        status={show(props.status)}
        actions={isMissing ? null : show(props.actions)}
      />
      {tabs}
      <div
        className={styles.body}
        data-fit={fit}
        data-aside={aside === undefined ? undefined : true}
      >
        <div className={styles.main}>
          {isReady && show(children)}
          {isMissing && <Nothing crumb={crumb} />}
          {!isReady && !isMissing && <Waiting of={of} />}
        </div>
        {aside !== undefined && <Aside>{isReady ? show(aside) : <Bones rows={4} />}</Aside>}
      </div>
    </>
  );
}

type HeadProps = Record<"title" | "count" | "status" | "actions", ReactNode> & {
  crumb: { to: string; label: string } | undefined;
};

function Head({ title, crumb, count, status, actions }: HeadProps) {
  const heading = useTitle(title);
  return (
    <header className={styles.head} data-deep={crumb !== undefined || undefined}>
      <div className={styles.title}>
        {crumb !== undefined && <Crumb {...crumb} />}
        <h1 ref={heading}>{title ?? "…"}</h1>
        {isSaid(count) && <span className={styles.count}>{count}</span>}
        {isSaid(status) && <span className={styles.status}>{status}</span>}
      </div>
      {isSaid(actions) && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

const isSaid = (part: ReactNode) => part !== null && part !== undefined && part !== false;

function Waiting({ of }: { of: Pick<UseQueryResult, "error" | "isError" | "refetch"> }) {
  if (!of.isError) return <Bones rows={8} />;
  return <ProblemNote of={of.error} onRetry={() => void of.refetch()} />;
}

function Aside({ children }: { children: ReactNode }) {
  const t = useWords(common);
  const aside = useRef<HTMLElement>(null);
  // `E` from anywhere on a record begins at its first fact that can be edited.
  useKeys({
    e: (event) => {
      const fact = aside.current?.querySelector<HTMLElement>("[data-edit]");
      if (fact === null || fact === undefined) return;
      event.preventDefault();
      fact.focus();
    },
  });
  return (
    <aside ref={aside} className={styles.aside} aria-label={t("details")}>
      {children}
    </aside>
  );
}

function Crumb({ to, label }: { to: string; label: string }) {
  const t = useWords(common);
  return (
    <Fragment>
      <Link to={to} className={styles.back} aria-label={t("backTo", { name: label })}>
        <IconChevronLeft size={20} stroke={1.6} aria-hidden="true" />
      </Link>
      <Link to={to} className={styles.crumb}>
        {label}
      </Link>
      <span className={styles.sep} aria-hidden="true">
        /
      </span>
    </Fragment>
  );
}

/** The window is named like the page, so that tabs and history can be told apart. */
function useTitle(said: ReactNode) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const text = typeof said === "string" ? said : head.current?.textContent;
    document.title = text ? `${text} · Kaunter` : "Kaunter";
  });
  return head;
}
