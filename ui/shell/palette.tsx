import { Modal, useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconLanguage, IconMoon, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useState } from "react";
import { useFocusBack } from "../focus-back.ts";
import { Key } from "../key.tsx";
import { useGo } from "../link.tsx";
import { useNearest } from "../nearest.ts";
import type { ModulePages } from "../pages.ts";
import { setLanguage, useLanguage, useWords } from "../words.ts";
import { useMayAll } from "./nav.tsx";
import styles from "./palette.module.css";
import { paletteWords } from "./palette.words.ts";
import { CREATIONS, GROUPS, RARE_CREATIONS } from "./places.ts";
import { shellWords } from "./shell.words.ts";

type Item = {
  key: string;
  group: string;
  label: string;
  hint?: ReactNode;
  icon: ReactNode;
  keys?: readonly string[];
  to?: string;
  act?: () => void;
};
type Searches = NonNullable<ModulePages["searches"]>;

type PaletteProps = {
  searches: Searches;
  /** What was typed while this file was on its way. */
  early: { current: string };
  onClose: () => void;
};

/** Records first, then what can be done, then places. `>` leaves the records out. */
export function Palette({ searches, early, onClose }: PaletteProps) {
  const t = useWords(shellWords);
  const p = useWords(paletteWords);
  const go = useGo();
  useFocusBack(true);
  const [typed, setTyped] = useState("");
  // Not while drawing: React may show what is drawn a little later, and letters come meanwhile.
  useLayoutEffect(() => setTyped(early.current), [early]);
  const [at, setAt] = useState(0);
  const isDoOnly = typed.startsWith(">");
  const text = typed.replace(/^>/, "").trim();
  const asked = isDoOnly ? "" : text;
  const exact = useRecords(searches, asked);
  const isNothing = !exact.isBusy && exact.items.length === 0;
  const meant = useNearest(isNothing ? asked : "");
  const near = useRecords(searches, meant ?? "");
  const found = meant === null ? exact : near;
  const items = [...found.items, ...useDeeds(text)];
  const active = Math.min(at, Math.max(0, items.length - 1));
  const choose = (item: Item | undefined, beside = false) => {
    if (item === undefined) return;
    onClose();
    if (item.to === undefined) item.act?.();
    else if (beside) window.open(item.to, "_blank", "noopener");
    else go(item.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && items.length > 0) {
      event.preventDefault();
      setAt((active + step + items.length) % items.length);
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(items[active], event.ctrlKey || event.metaKey);
    }
  };
  return (
    <Modal
      opened
      returnFocus={false}
      onClose={onClose}
      withCloseButton={false}
      size={640}
      padding={0}
      yOffset="11vh"
      attributes={{ content: { "aria-label": t("search") } }}
    >
      <div className={styles.in}>
        <IconSearch size={18} stroke={1.6} aria-hidden="true" />
        <input
          // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into, and the first letters count.
          autoFocus
          data-autofocus
          ref={toEnd}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={items.length > 0 ? `palette-${active}` : undefined}
          aria-label={t("search")}
          placeholder={t("search")}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Key of="Esc" />
      </div>
      <Results items={items} active={active} onMove={setAt} onChoose={choose} />
      <div role="status" className={styles.said}>
        {found.isFailed && p("failed")}
        {meant !== null && near.items.length > 0 && p("meant", { text, meant })}
        {items.length === 0 && (found.isBusy ? p("searching") : p("nothing", { text }))}
      </div>
      <Foot />
    </Modal>
  );
}

type ResultsProps = {
  items: readonly Item[];
  active: number;
  onMove: (at: number) => void;
  onChoose: (item: Item, beside: boolean) => void;
};

function Results({ items, active, onMove, onChoose }: ResultsProps) {
  const p = useWords(paletteWords);
  return (
    <div id="palette-list" role="listbox" aria-label={p("results")} className={styles.list}>
      {items.map((item, index) => (
        <div key={item.key} role="presentation">
          {items[index - 1]?.group !== item.group && (
            <div className={styles.group} role="presentation">
              {item.group}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys. */}
          <div
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.item}
            ref={index === active ? intoView : undefined}
            onPointerMove={() => onMove(index)}
            onClick={(event) => onChoose(item, event.ctrlKey || event.metaKey)}
          >
            <span className={styles.icon}>{item.icon}</span>
            <span className={styles.label}>{item.label}</span>
            <span className={styles.hint}>{item.hint}</span>
            <span className={styles.keys}>
              {item.keys?.map((key) => (
                <Key key={key} of={key} />
              ))}
              {index === active && <Key of="↵" />}
            </span>
          </div>
        </div>
      ))}
    </div>
  );
}

function Foot() {
  const p = useWords(paletteWords);
  return (
    <div className={styles.foot} aria-hidden="true">
      <span>
        <Key of="↑" />
        <Key of="↓" /> {p("move")}
      </span>
      <span>
        <Key of="↵" /> {p("open")}
      </span>
      <span>
        <Key of="Ctrl ↵" /> {p("beside")}
      </span>
      <span className={styles.last}>
        <Key of=">" /> {p("onlyDo")}
      </span>
    </div>
  );
}

/** Whoever began to type goes on after the last letter. */
const toEnd = (box: HTMLInputElement | null) =>
  box?.setSelectionRange(box.value.length, box.value.length);

const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

/** What the slices' searches find; nothing is asked below two letters. */
function useRecords(searches: Searches, text: string) {
  const may = useMayAll();
  const [asked] = useDebouncedValue(text, 150);
  const open = searches.filter(({ needs }) => may(needs));
  const answers = useQueries({
    queries: open.map(({ key, load }) => ({
      queryKey: ["palette", key, asked],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const { group, find } = await load();
        return { group: group(), found: await find(asked, signal) };
      },
      enabled: asked.length > 1,
      staleTime: 10_000,
    })),
  });
  const items: Item[] = answers.flatMap(({ data }) =>
    text.length < 2 || data === undefined
      ? []
      : data.found.slice(0, 5).map((record) => ({ ...record, group: data.group })),
  );
  return {
    items,
    isBusy: text.length > 1 && (asked !== text || answers.some(({ isFetching }) => isFetching)),
    isFailed: answers.some(({ isError }) => isError),
  };
}

function useDeeds(text: string): Item[] {
  const t = useWords(shellWords);
  const p = useWords(paletteWords);
  const may = useMayAll();
  const language = useLanguage();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark = document.documentElement.dataset["mantineColorScheme"] === "dark";
  const creations: Item[] = CREATIONS.filter(({ needs }) => may(needs)).map(
    ({ to, label, key }) => ({
      key: to,
      group: p("do"),
      label: t(label),
      icon: <IconPlus size={17} stroke={1.6} />,
      keys: ["N", key.toUpperCase()],
      to,
    }),
  );
  const rare: Item[] = RARE_CREATIONS.filter(({ needs }) => may(needs)).map(
    ({ to, label, icon: Icon }) => ({
      key: to,
      group: p("do"),
      label: t(label),
      icon: <Icon size={17} stroke={1.6} />,
      to,
    }),
  );
  const choices: Item[] = [
    {
      key: "scheme",
      group: p("do"),
      label: isDark ? p("toLight") : p("toDark"),
      icon: <IconMoon size={17} stroke={1.6} />,
      act: () => setColorScheme(isDark ? "light" : "dark"),
    },
    {
      key: "language",
      group: p("do"),
      label: language === "en" ? p("inMalay") : p("inEnglish"),
      icon: <IconLanguage size={17} stroke={1.6} />,
      act: () => setLanguage(language === "en" ? "ms" : "en"),
    },
  ];
  const places: Item[] = GROUPS.flatMap((group) => group.places)
    .filter(({ needs }) => may(needs))
    .map(({ to, label, icon: Icon, key }) => ({
      key: to,
      group: p("go"),
      label: t(label),
      icon: <Icon size={17} stroke={1.6} />,
      keys: ["G", key.toUpperCase()],
      to,
    }));
  const fits = ({ label }: Item) => label.toLowerCase().includes(text.toLowerCase());
  return [...creations, ...rare, ...choices, ...places].filter(fits);
}
