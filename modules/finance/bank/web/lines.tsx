import { Button } from "@mantine/core";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { currencySign, moneyText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Table, type TableColumn } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type BankLine, bankApi, refreshBank, type Standing, useBankLines } from "./bank.client.ts";
import { bankWords } from "./bank.words.ts";
import { MatchForm } from "./match-form.tsx";

type Props = { account: string; standing: Standing; currency: string };

export function BankLines({ account, standing, currency }: Props) {
  const t = useWords(bankWords);
  const calendar = useCalendar();
  const lines = useBankLines(account, standing);
  const [asked, ask] = useState<BankLine | null>(null);
  const [problem, tell] = useState<unknown>(null);
  const rows = lines.data?.pages.flatMap((page) => page.rows) ?? [];
  const undo = async (line: BankLine) => {
    const done = await bankApi.undo({ id: line.id }).catch(tell);
    if (done === undefined) return;
    tell(null);
    void refreshBank();
    toast(t("wasUndone"));
  };
  const columns = useColumns(currency, ask, undo);
  if (lines.data === undefined) return null;
  if (rows.length === 0)
    return <p className="k-muted">{t(standing === "open" ? "allMatched" : "noneMatched")}</p>;
  return (
    <>
      <ProblemNote of={problem} />
      <Table<BankLine> label={t("lines")} rows={rows} keyOf={({ id }) => id} columns={columns} />
      {lines.hasNextPage && (
        <Button
          variant="subtle"
          loading={lines.isFetchingNextPage}
          onClick={() => void lines.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
      <Dialog
        isOpen={asked !== null}
        onClose={() => ask(null)}
        title={
          asked === null
            ? ""
            : t("matchTitle", {
                amount: moneyText(asked.amountMinor, currency),
                day: dateText(asked.bookedOn, calendar),
              })
        }
      >
        {asked !== null && <MatchForm of={asked} currency={currency} onMatched={() => ask(null)} />}
      </Dialog>
    </>
  );
}

function useColumns(
  currency: string,
  ask: (line: BankLine) => void,
  undo: (line: BankLine) => Promise<void>,
): TableColumn<BankLine>[] {
  const t = useWords(bankWords);
  const calendar = useCalendar();
  return [
    {
      label: t("who"),
      kind: "name",
      cell: ({ counterparty, reference, text }) => (
        <>
          {counterparty || text || reference || "–"}
          <small>{[counterparty === "" ? "" : text, reference].filter(Boolean).join(" · ")}</small>
        </>
      ),
    },
    {
      label: t("day"),
      kind: "quiet",
      phone: "under",
      cell: ({ bookedOn }) => dateText(bookedOn, calendar),
    },
    { label: t("inTheBooks"), kind: "quiet", phone: "hide", cell: (line) => <Match of={line} /> },
    {
      label: t("amount", { currency: currencySign(currency) }),
      kind: "number",
      phone: "under",
      cell: ({ amountMinor }) => <Money minor={amountMinor} currency={currency} bare plus />,
    },
    {
      label: <Hidden>{t("actions")}</Hidden>,
      kind: "number",
      cell: (line) =>
        line.match === null ? (
          <ActionButton
            quiet
            variant="default"
            size="compact-sm"
            blocked={line.blocked.match}
            onClick={() => ask(line)}
          >
            {t("match")}
          </ActionButton>
        ) : (
          <ActionButton
            quiet
            variant="subtle"
            size="compact-sm"
            blocked={line.blocked.undo}
            onClick={() => void undo(line)}
          >
            {t("undo")}
          </ActionButton>
        ),
    },
  ];
}

function Match({ of: { match } }: { of: BankLine }) {
  const t = useWords(bankWords);
  if (match === null) return null;
  const why = match.why.map((one) => t(`why.${one}`)).join(", ");
  return (
    <>
      {match.entries.map(({ id, number }) => (
        <Link key={id} to={`/journals/${id}`} className="k-link">
          {number}{" "}
        </Link>
      ))}
      <small>
        {[match.other === null ? "" : `${match.other.code} ${match.other.name}`, why]
          .filter(Boolean)
          .join(" · ")}
      </small>
    </>
  );
}
