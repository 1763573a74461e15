import { Button, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { decimalOf } from "#kernel/money.ts";
import { useBooks } from "#modules/finance/books/web/books.client.ts";
import { booksWords } from "#modules/finance/books/web/books.words.ts";
import { type LedgerAccount, useChart } from "#modules/finance/chart/web/chart.client.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { ApiProblem } from "#ui/api.ts";
import { timeText } from "#ui/dates.ts";
import { NeededDayInput } from "#ui/form/day-input.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { useKeys } from "#ui/keys.ts";
import { useGo } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { currencySign, moneyText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useCalendar, useToday, useWhyNot } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { EditorLine } from "./editor-line.tsx";
import {
  amountOf,
  type DraftLine,
  differenceOf,
  isEmpty,
  lineWith,
  pastedLines,
} from "./journal-draft.ts";
import { type JournalDraft, journalsApi, refreshBooks, useDraft } from "./journals.client.ts";
import styles from "./journals.module.css";

const DRAFT_AFTER_MS = 1500;

/** An entry by hand: a grid for the keyboard, the difference always in sight, and nothing typed is lost. */
export function JournalEditor() {
  const t = useWords(booksWords);
  const draft = useDraft();
  const chart = useChart();
  const books = useBooks();
  const isReady = draft.data !== undefined && chart.data !== undefined && books.data !== undefined;
  return (
    <Page of={chart} title={t("newEntry")} crumb={{ to: "/journals", label: t("journal") }}>
      {() =>
        isReady && (
          <Editor
            draft={draft.data ?? null}
            accounts={chart.data.accounts.filter(({ isGroup }) => !isGroup)}
            currency={books.data.since?.currency ?? null}
          />
        )
      }
    </Page>
  );
}

type EditorProps = {
  draft: JournalDraft | null;
  accounts: readonly LedgerAccount[];
  currency: string | null;
};

function Editor({ draft, accounts, currency: kept }: EditorProps) {
  const t = useWords(booksWords);
  const currency = kept ?? "MYR";
  const sheet = useSheet(draft, useToday());
  const saved = useDraftKept(sheet);
  const poster = usePoster(sheet, accounts, currency);
  const table = useRef<HTMLTableElement>(null);
  const difference = differenceOf(sheet.lines, currency);
  const closed = useWhyNot("finance.journals.post");
  useKeys({ "ctrl+enter": () => void poster.post(), "ctrl+s": () => void saved.now() });

  const focus = (line: number, field: number) =>
    table.current?.tBodies[0]?.rows[line]?.querySelectorAll("input")[field]?.focus();
  const onKeyDown = (at: number, field: number) => (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (at === sheet.lines.length - 1) sheet.add();
      // After the new line is there.
      setTimeout(() => focus(at + 1, 0), 0);
    } else if (event.key === "=" && (field === 1 || field === 2) && difference !== null) {
      event.preventDefault();
      sheet.fill(at, difference, currency);
    }
  };
  return (
    <div className={styles.editor}>
      {kept === null && <Note>{t("finance.books.off")}</Note>}
      {draft !== null && !sheet.isDropped && (
        <Note
          actions={
            <Button variant="subtle" onClick={sheet.drop}>
              {t("draftDrop")}
            </Button>
          }
        >
          {t("draftBack")}
        </Note>
      )}
      <div className={styles.heads}>
        <NeededDayInput
          label={t("day")}
          value={sheet.postedOn}
          error={poster.at("postedOn")}
          onDay={sheet.setDay}
        />
        <TextInput
          label={t("memo")}
          value={sheet.memo}
          maxLength={500}
          data-autofocus
          onChange={({ currentTarget }) => sheet.setMemo(currentTarget.value)}
        />
      </div>
      <table ref={table} className={styles.grid}>
        <thead>
          <tr>
            <th scope="col">{t("account")}</th>
            <th scope="col" data-figure>
              {t("debit")}, {currencySign(currency)}
            </th>
            <th scope="col" data-figure>
              {t("credit")}, {currencySign(currency)}
            </th>
            <th scope="col">{t("memo")}</th>
            <th scope="col">
              <Hidden>{t("edit")}</Hidden>
            </th>
          </tr>
        </thead>
        <tbody
          onPaste={(event) => {
            const lines = pastedLines(event.clipboardData.getData("text/plain"), accounts);
            if (lines.length === 0) return;
            event.preventDefault();
            sheet.paste(lines);
            toast(t("pasted", { count: lines.length }));
          }}
        >
          {sheet.lines.map((line, at) => (
            <EditorLine
              key={line.key}
              of={line}
              at={at}
              accounts={accounts}
              error={(field) => poster.at(`lines.${at}.${field}`)}
              isWrong={amountOf(line, currency) === null}
              set={(some) => sheet.set(at, some)}
              remove={() => sheet.remove(at)}
              onKeyDown={(field) => onKeyDown(at, field)}
            />
          ))}
        </tbody>
      </table>
      <div className={styles.foot}>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={15} stroke={1.8} />}
          onClick={() => {
            sheet.add();
            setTimeout(() => focus(sheet.lines.length, 0), 0);
          }}
        >
          {t("addLine")}
        </Button>
        <Balance difference={difference} currency={currency} isBlank={sheet.lines.every(isEmpty)} />
        <ActionButton
          blocked={closed ?? (kept === null ? "finance.books.off" : null)}
          isBusy={poster.isBusy}
          onClick={() => void poster.post()}
        >
          {t("post")}
        </ActionButton>
      </div>
      <ProblemNote of={poster.problem} />
      <p className="k-caption">{t("pasteHint")}</p>
      <Saved at={saved.at} />
    </div>
  );
}

function Balance({
  difference,
  currency,
  isBlank,
}: {
  difference: number | null;
  currency: string;
  isBlank: boolean;
}) {
  const t = useWords(booksWords);
  const reason = useReason();
  if (isBlank) return null;
  if (difference === null) return <span>{reason("field.not_an_amount")}</span>;
  if (difference === 0) return <span className="k-muted">{t("balanced")}</span>;
  const side = t(difference > 0 ? "credit" : "debit");
  return (
    <span role="status">
      {t("isShort", {
        amount: moneyText(Math.abs(difference), currency),
        side: side.toLowerCase(),
      })}
    </span>
  );
}

function Saved({ at }: { at: string | null }) {
  const t = useWords(booksWords);
  const { zone } = useCalendar();
  return at === null ? null : (
    <p className="k-caption" role="status">
      {t("draftSaved", { time: timeText(at, zone) })}
    </p>
  );
}

type Sheet = ReturnType<typeof useSheet>;

/** What is typed. */
function useSheet(draft: JournalDraft | null, today: string) {
  const [isDropped, setDropped] = useState(false);
  const [postedOn, setDay] = useState(draft?.postedOn || today);
  const [memo, setMemo] = useState(draft?.memo ?? "");
  const [lines, setLines] = useState<readonly DraftLine[]>(() =>
    draft === null || draft.lines.length === 0 ? blank() : draft.lines.map((one) => lineWith(one)),
  );
  const set = (at: number, some: Partial<DraftLine>) =>
    setLines((all) => all.map((line, n) => (n === at ? { ...line, ...some } : line)));
  return {
    ...{ isDropped, postedOn, setDay, memo, setMemo, lines, set },
    add: () => setLines((all) => [...all, lineWith()]),
    remove: (at: number) =>
      setLines((all) => (all.length <= 2 ? all : all.filter((_, n) => n !== at))),
    paste: (pasted: readonly DraftLine[]) =>
      setLines((all) => [...all.filter((line) => !isEmpty(line)), ...pasted]),
    /** What is missing goes into this line, on the side where it belongs. */
    fill: (at: number, difference: number, currency: string) => {
      const line = lines[at];
      if (line === undefined) return;
      const needed = (amountOf(line, currency) ?? 0) - difference;
      const text = decimalOf(Math.abs(needed), currency);
      set(at, needed > 0 ? { debit: text, credit: "" } : { debit: "", credit: text });
    },
    drop: () => {
      setDropped(true);
      setDay(today);
      setMemo("");
      setLines(blank());
    },
  };
}

const blank = () => [lineWith(), lineWith()];

/** Keeps what is typed, a moment after each change. */
function useDraftKept(sheet: Sheet) {
  const [at, setAt] = useState<string | null>(null);
  const { postedOn, memo, lines } = sheet;
  const content = {
    ...{ postedOn, memo },
    lines: lines.map(({ key: _, ...line }) => line),
  };
  const text = JSON.stringify(content);
  const before = useRef(text);
  const now = async () => {
    before.current = text;
    const kept = await journalsApi.keepDraft(content).catch(() => null);
    if (kept !== null) setAt(kept.savedAt);
  };
  useEffect(() => {
    if (before.current === text) return;
    const timer = setTimeout(() => void now(), DRAFT_AFTER_MS);
    return () => clearTimeout(timer);
  });
  return { at, now };
}

function usePoster(sheet: Sheet, accounts: readonly LedgerAccount[], currency: string) {
  const t = useWords(booksWords);
  const go = useGo();
  const reason = useReason();
  const key = useRef(crypto.randomUUID());
  const [problem, tell] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const filled = sheet.lines.map((line, at) => ({ line, at })).filter(({ line }) => !isEmpty(line));
  const known = new Set(accounts.map(({ id }) => id));

  const post = async () => {
    if (isBusy) return;
    const wrong = filled
      .filter(({ line }) => !known.has(line.account))
      .map(({ at }) => ({ path: ["lines", at, "accountId"], code: "finance.account.not_found" }));
    if (wrong.length > 0) {
      tell(new ApiProblem(400, "invalid", "input.invalid", wrong));
      return;
    }
    setBusy(true);
    try {
      const posted = await journalsApi.post({
        ...{ key: key.current, postedOn: sheet.postedOn, memo: sheet.memo },
        lines: filled.map(({ line }) => ({
          accountId: line.account,
          amountMinor: amountOf(line, currency) ?? 0,
          memo: line.memo,
        })),
      });
      void refreshBooks();
      toast(t("posted", { number: posted.number }));
      go(`/journals/${posted.id}`, { replace: true });
    } catch (refused) {
      tell(refused);
    } finally {
      setBusy(false);
    }
  };
  /** The reason at a field, by the place of its line on the screen. */
  const at = (field: string): string | null => {
    const found =
      problem instanceof ApiProblem
        ? problem.fields.find(({ path }) => path.join(".") === field)
        : undefined;
    return reason(found?.code ?? null);
  };
  return { post, isBusy, problem, at };
}
