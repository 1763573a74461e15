import { ActionIcon } from "@mantine/core";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { Key } from "../key.tsx";
import { useKeys } from "../keys.ts";
import { Link } from "../link.tsx";
import { useLive } from "../live.ts";
import type { ModulePages } from "../pages.ts";
import { Toasts } from "../toasts.tsx";
import { useWords } from "../words.ts";
import { Nav, type NeedsYou, useMayAll } from "./nav.tsx";
import { Offline } from "./offline.tsx";
import { Person } from "./person.tsx";
import { GROUPS, isAt } from "./places.ts";
import styles from "./shell.module.css";
import { shellWords } from "./shell.words.ts";
import { useHouseKeys } from "./use-house-keys.ts";

/** Fetched when they are first opened; the palette already when Ctrl goes down, so that no letter is lost. */
const loadPalette = () => import("./palette.tsx");
const Palette = lazy(() => loadPalette().then((file) => ({ default: file.Palette })));
const AllKeys = lazy(() => import("./all-keys.tsx").then((file) => ({ default: file.AllKeys })));
const MoreDrawer = lazy(() =>
  import("./more-drawer.tsx").then((file) => ({ default: file.MoreDrawer })),
);

type Props = {
  searches: NonNullable<ModulePages["searches"]>;
  needsYou: readonly NeedsYou[];
  onSignOut: () => void;
  onLanguage: (language: "en" | "ms") => void;
  /** The company's name, and the way to the person's others. */
  company: ReactNode;
  children: ReactNode;
};

/** Side, sheet, and on a phone a bar and tabs. */
export function Shell({ searches, needsYou, onSignOut, onLanguage, company, children }: Props) {
  const t = useWords(shellWords);
  const [opened, setOpened] = useState<"palette" | "keys" | "more" | null>(null);
  const close = () => setOpened(null);
  const early = useRef("");
  const openPalette = () => {
    early.current = "";
    setOpened("palette");
  };
  useHouseKeys({ onPalette: openPalette, onHelp: () => setOpened("keys") });
  useLive();
  useKeys({ "ctrl+control": () => void loadPalette(), "ctrl+meta": () => void loadPalette() });
  const person = { onSignOut, onLanguage };
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t("skip")}
      </a>
      <header className={styles.side}>
        {company}
        <button
          type="button"
          className={styles.search}
          onPointerEnter={() => void loadPalette()}
          onClick={openPalette}
        >
          <IconSearch size={15} stroke={1.6} aria-hidden="true" />
          <span>{t("search")}</span>
          <Key of="Ctrl K" />
        </button>
        <Nav needsYou={needsYou} />
        <Person {...person} />
      </header>
      <header className={styles.bar}>
        {company}
        <ActionIcon size={44} aria-label={t("search")} onClick={openPalette}>
          <IconSearch size={20} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </header>
      <Sheet>
        {children}
        <Toasts />
        <Offline />
      </Sheet>
      <Tabs onMore={() => setOpened("more")} />
      {opened === "palette" && (
        <Suspense fallback={<Early onType={(text) => (early.current = text)} />}>
          <Palette searches={searches} early={early} onClose={close} />
        </Suspense>
      )}
      <Suspense>
        {opened === "keys" && <AllKeys onClose={close} />}
        {opened === "more" && <MoreDrawer needsYou={needsYou} {...person} onClose={close} />}
      </Suspense>
    </div>
  );
}

/** Takes what is typed while the palette is on its way. */
function Early({ onType }: { onType: (text: string) => void }) {
  const t = useWords(shellWords);
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: somebody has just asked to type here.
      autoFocus
      className={styles.early}
      aria-label={t("search")}
      onInput={({ currentTarget }) => onType(currentTarget.value)}
    />
  );
}

/** Where pages stand. After going somewhere the focus is here, or in the field the page begins with. */
function Sheet({ children }: { children: ReactNode }) {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== undefined && before.current !== path) {
      const first = main.current?.querySelector<HTMLElement>("[data-autofocus]");
      (first ?? main.current)?.focus({ preventScroll: true });
    }
    before.current = path;
  }, [path]);
  return (
    <main ref={main} className={styles.sheet} id="main" tabIndex={-1}>
      {children}
    </main>
  );
}

const PHONE_TABS = ["/", "/customers", "/orders", "/products"];

function Tabs({ onMore }: { onMore: () => void }) {
  const t = useWords(shellWords);
  const may = useMayAll();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const places = GROUPS.flatMap((group) => group.places).filter(
    ({ to, needs }) => PHONE_TABS.includes(to) && may(needs),
  );
  return (
    <nav className={styles.tabs} aria-label={t("quick")}>
      {places.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          className={styles.tab}
          aria-current={isAt(path, to) ? "page" : undefined}
        >
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          <span>{t(label === "home" ? "homeShort" : label)}</span>
        </Link>
      ))}
      <button type="button" className={styles.tab} onClick={onMore}>
        <IconMenu2 size={20} stroke={1.6} aria-hidden="true" />
        <span>{t("more")}</span>
      </button>
    </nav>
  );
}
