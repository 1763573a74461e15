import { ActionIcon, Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import { booksWords } from "#modules/finance/books/web/books.words.ts";
import type { LedgerAccount } from "#modules/finance/chart/web/chart.client.ts";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { accountFor, type DraftLine } from "./journal-draft.ts";

type Props = {
  of: DraftLine;
  at: number;
  accounts: readonly LedgerAccount[];
  error: (field: string) => string | null;
  /** Its amount cannot be read. */
  isWrong: boolean;
  set: (some: Partial<DraftLine>) => void;
  remove: () => void;
  onKeyDown: (field: number) => (event: KeyboardEvent) => void;
};

export function EditorLine({ of, at, accounts, error, isWrong, set, remove, onKeyDown }: Props) {
  const t = useWords(booksWords);
  const reason = useReason();
  const number = at + 1;
  const isKnown = accounts.some(({ id }) => id === of.account);
  const unknown = of.account !== "" && !isKnown ? `${t("whoKnows")}: ${of.account}` : null;
  const typed = useRef("");
  /** Who knows the codes is faster than the list that opens. */
  const takeTyped = () => {
    const account = accountFor(typed.current, accounts);
    if (account !== undefined && account.id !== of.account) set({ account: account.id });
  };
  const figure = (side: "debit" | "credit", field: number) => (
    <td data-figure>
      <TextInput
        aria-label={t(side === "debit" ? "lineDebit" : "lineCredit", { at: number })}
        placeholder={t(side)}
        inputMode="decimal"
        autoComplete="off"
        value={of[side]}
        error={
          error("amountMinor") ??
          (isWrong && of[side] !== "" ? reason("field.not_an_amount") : null)
        }
        onKeyDown={onKeyDown(field)}
        onChange={({ currentTarget }) => {
          const other = side === "debit" ? { credit: "" } : { debit: "" };
          set({ [side]: currentTarget.value, ...(currentTarget.value === "" ? {} : other) });
        }}
      />
    </td>
  );
  return (
    <tr>
      <td data-account>
        <Select
          aria-label={t("lineAccount", { at: number })}
          placeholder={t("account")}
          data={accounts.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
          searchable
          selectFirstOptionOnChange
          maxDropdownHeight={280}
          nothingFoundMessage={t("whoKnows")}
          value={isKnown ? of.account : null}
          error={error("accountId") ?? unknown}
          onSearchChange={(text) => {
            typed.current = text;
          }}
          onBlur={takeTyped}
          onKeyDown={({ key }) => key === "Enter" && takeTyped()}
          onChange={(account) => set({ account: account ?? "" })}
        />
      </td>
      {figure("debit", 1)}
      {figure("credit", 2)}
      <td data-memo>
        <TextInput
          aria-label={t("lineMemo", { at: number })}
          placeholder={t("memo")}
          value={of.memo}
          maxLength={500}
          onKeyDown={onKeyDown(3)}
          onChange={({ currentTarget }) => set({ memo: currentTarget.value })}
        />
      </td>
      <td data-verb>
        <ActionIcon aria-label={t("removeLine", { at: number })} size={32} onClick={remove}>
          <IconTrash size={16} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </td>
    </tr>
  );
}
