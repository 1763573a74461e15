import { Button } from "@mantine/core";
import { useState } from "react";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { Bones } from "#ui/bones.tsx";
import { Form } from "#ui/form/form.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Money } from "#ui/money.tsx";
import { moneyText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import {
  type Asked,
  type BankLine,
  bankApi,
  refreshBank,
  type Suggestion,
  useSuggestions,
} from "./bank.client.ts";
import styles from "./bank.module.css";
import { type BankT, bankWords } from "./bank.words.ts";

type Props = { of: BankLine; currency: string; onMatched: () => void };

/** What an open line may be, surest first; or the account it is posted to. */
export function MatchForm({ of, currency, onMatched }: Props) {
  const t = useWords(bankWords);
  const { data } = useSuggestions(of.id);
  const [problem, tell] = useState<unknown>(null);
  const match = async (asked: Asked) => {
    const done = await bankApi.match({ id: of.id, match: asked }).catch(tell);
    if (done === undefined) return;
    void refreshBank();
    toast(t("wasMatched"));
    onMatched();
  };
  if (data === undefined) return <Bones as="list" rows={3} />;
  return (
    <>
      <p className={styles.said}>
        {[of.counterparty, of.text, of.reference].filter(Boolean).join(" · ")}
      </p>
      <ProblemNote of={problem} />
      <Section title={t("suggested")}>
        {data.suggestions.length === 0 && <p className="k-muted">{t("noSuggestion")}</p>}
        {data.suggestions.map((suggestion, at) => (
          <Suggested
            key={titleOf(suggestion, t)}
            of={suggestion}
            line={of}
            currency={currency}
            isFirst={at === 0}
            match={match}
          />
        ))}
      </Section>
      <Otherwise match={match} />
    </>
  );
}

type SuggestedProps = {
  of: Suggestion;
  line: BankLine;
  currency: string;
  isFirst: boolean;
  match: (asked: Asked) => Promise<void>;
};

function Suggested({ of, line, currency, isFirst, match }: SuggestedProps) {
  const t = useWords(bankWords);
  return (
    <div className={styles.suggestion}>
      <div className={styles.told}>
        <strong>{titleOf(of, t)}</strong>
        <small>
          {t("sure", { score: String(of.score) })}:{" "}
          {of.why.map((one) => t(`why.${one}`)).join(", ")}
        </small>
      </div>
      {of.kind === "payout" ? (
        <PayoutForm of={of.payout} line={line} currency={currency} match={match} />
      ) : (
        <Button variant={isFirst ? "filled" : "default"} onClick={() => void match(askedBy(of))}>
          {t("match")}
        </Button>
      )}
    </div>
  );
}

function titleOf(of: Suggestion, t: BankT): string {
  if (of.kind === "invoices")
    return t("kind.invoices", {
      numbers: of.invoices.map(({ number, buyerName }) => `${number} ${buyerName}`).join(", "),
    });
  if (of.kind === "bills")
    return t("kind.bills", {
      numbers: of.bills.map(({ number, supplierName }) => `${supplierName} ${number}`).join(", "),
    });
  if (of.kind === "entries")
    return t("kind.entries", {
      count: of.entries.length,
      numbers: of.entries.map(({ number, memo }) => `${number} ${memo}`).join(", "),
    });
  if (of.kind === "payout") return t("kind.payout", { name: of.payout.clearing.name });
  return t("kind.account", { name: `${of.account.code} ${of.account.name}` });
}

function askedBy(of: Exclude<Suggestion, { kind: "payout" }>): Asked {
  if (of.kind === "invoices")
    return {
      kind: "invoices",
      allocations: of.invoices.map(({ id, amountMinor }) => ({ invoiceId: id, amountMinor })),
    };
  if (of.kind === "bills")
    return {
      kind: "bills",
      allocations: of.bills.map(({ id, amountMinor }) => ({ billId: id, amountMinor })),
    };
  if (of.kind === "entries") return { kind: "entries", entryIds: of.entries.map(({ id }) => id) };
  return { kind: "account", accountId: of.account.id };
}

type Payout = Extract<Suggestion, { kind: "payout" }>["payout"];

/** Gross less refunds, less fees, less what is held back is what arrives. */
function PayoutForm({
  of,
  line,
  currency,
  match,
}: {
  of: Payout;
  line: BankLine;
  currency: string;
  match: SuggestedProps["match"];
}) {
  const t = useWords(bankWords);
  const form = useForm({
    start: {
      feeMinor: of.feeMinor as number | null,
      reserveMinor: of.reserveMinor as number | null,
    },
    send: ({ feeMinor, reserveMinor }: { feeMinor: number | null; reserveMinor: number | null }) =>
      match({
        ...{ kind: "payout", clearingId: of.clearing.id },
        ...{ feeMinor: feeMinor ?? 0, reserveMinor: reserveMinor ?? 0 },
      }),
  });
  const { feeMinor, reserveMinor } = form.values;
  const left =
    of.grossMinor - of.refundsMinor - (feeMinor ?? 0) - (reserveMinor ?? 0) - line.amountMinor;
  return (
    <Form of={form} guards={false}>
      <dl className={styles.sum}>
        <dt>{t("gross")}</dt>
        <dd>
          <Money minor={of.grossMinor} currency={currency} bare />
        </dd>
        <dt>{t("refunds")}</dt>
        <dd>
          <Money minor={-of.refundsMinor} currency={currency} bare />
        </dd>
        <dt>{t("fee")}</dt>
        <dd>
          <Money minor={-(feeMinor ?? 0)} currency={currency} bare />
        </dd>
        <dt>{t("reserve")}</dt>
        <dd>
          <Money minor={-(reserveMinor ?? 0)} currency={currency} bare />
        </dd>
        <dt data-total>{t("arrives")}</dt>
        <dd data-total>
          <Money minor={line.amountMinor} currency={currency} bare />
        </dd>
      </dl>
      <div className={styles.kept}>
        <MoneyField of={form} name="feeMinor" label={t("fee")} currency={currency} />
        <MoneyField of={form} name="reserveMinor" label={t("reserve")} currency={currency} />
      </div>
      <p className="k-caption" role="status">
        {left < 0
          ? t("doesNotAdd")
          : left === 0
            ? t("clearsAll")
            : t("left", { amount: moneyText(left, currency) })}
      </p>
      <div>
        <SendButton of={form} disabled={left < 0}>
          {t("match")}
        </SendButton>
      </div>
    </Form>
  );
}

function Otherwise({ match }: Pick<SuggestedProps, "match">) {
  const t = useWords(bankWords);
  const { data: chart } = useChart();
  const form = useForm({
    start: { accountId: null as string | null, memo: "" },
    check: ({ accountId }: { accountId: string | null; memo: string }) => ({
      accountId: accountId === null ? "field.required" : null,
    }),
    send: ({ accountId, memo }) => match({ kind: "account", accountId: accountId ?? "", memo }),
  });
  return (
    <Section title={t("otherwise")}>
      <p className="k-caption">{t("otherText")}</p>
      <Form of={form} guards={false}>
        <SelectField
          of={form}
          name="accountId"
          label={t("account")}
          options={(chart?.accounts ?? [])
            .filter(({ isGroup }) => !isGroup)
            .map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
        <TextField of={form} name="memo" label={t("memo")} optional />
        <div>
          <SendButton of={form} variant="default">
            {t("postTo")}
          </SendButton>
        </div>
      </Form>
    </Section>
  );
}
