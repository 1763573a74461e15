import { useEffect, useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import {
  type BankAccount,
  bankApi,
  type Reconciliation,
  refreshBank,
  useReconciliation,
} from "./bank.client.ts";
import styles from "./bank.module.css";
import { bankWords } from "./bank.words.ts";

/** That bank and books say the same at the end of a statement. */
export function Reconcile({ of, currency }: { of: BankAccount; currency: string }) {
  const t = useWords(bankWords);
  const calendar = useCalendar();
  const [on, setOn] = useState<string | null>(of.closing?.on ?? calendar.today);
  const { data } = useReconciliation(of.account.id, on ?? calendar.today);
  if (data === undefined) return null;
  return (
    <Section title={t("reconcile")}>
      <p className="k-caption">{t("reconcileText")}</p>
      <ReconcileForm
        key={`${data.on} ${data.toldMinor}`}
        of={data}
        account={of.account.id}
        currency={currency}
        setOn={setOn}
      />
      <Done of={data} currency={currency} />
    </Section>
  );
}

type Props = {
  of: Reconciliation;
  account: string;
  currency: string;
  setOn: (on: string | null) => void;
};

function ReconcileForm({ of, account, currency, setOn }: Props) {
  const t = useWords(bankWords);
  const reason = useReason();
  const calendar = useCalendar();
  const form = useForm({
    start: { closingOn: of.on as string | null, closingMinor: of.toldMinor },
    check: ({
      closingOn,
      closingMinor,
    }: {
      closingOn: string | null;
      closingMinor: number | null;
    }) => ({
      closingOn: closingOn === null ? "field.required" : null,
      closingMinor: closingMinor === null ? "field.required" : null,
    }),
    send: ({ closingOn, closingMinor }) =>
      bankApi.reconcile({
        ...{ account, closingOn: closingOn ?? of.on, closingMinor: closingMinor ?? 0 },
      }),
    onKept: () => {
      void refreshBank();
      toast(t("reconciled", { day: dateText(of.on, calendar) }));
    },
  });
  const { closingOn, closingMinor } = form.values;
  useEffect(() => {
    // Another day: what both sides say of it is asked for.
    if (closingOn !== null && closingOn !== of.on) setOn(closingOn);
  }, [closingOn, of.on, setOn]);
  const money = (minor: number) => <Money minor={minor} currency={currency} bare />;
  return (
    <Form of={form} guards={false}>
      <div className={styles.kept}>
        <DateField of={form} name="closingOn" label={t("closingOn")} />
        <MoneyField of={form} name="closingMinor" label={t("closingMinor")} currency={currency} />
      </div>
      <dl className={styles.sum}>
        <dt>{t("inBooks")}</dt>
        <dd>{money(of.ledgerMinor)}</dd>
        <dt>{t("onItsWay")}</dt>
        <dd>{money(-of.onItsWayMinor)}</dd>
        <dt data-total>{t("expected")}</dt>
        <dd data-total>{money(of.expectedMinor)}</dd>
        {closingMinor !== null && (
          <>
            <dt>{t("difference")}</dt>
            <dd>{money(closingMinor - of.expectedMinor)}</dd>
          </>
        )}
      </dl>
      {of.onItsWay.length > 0 && <OnItsWay of={of} currency={currency} />}
      {of.blocked.reconcile === null ? (
        <div>
          <SendButton of={form}>{t("reconcile")}</SendButton>
        </div>
      ) : (
        <p className="k-muted">{reason(of.blocked.reconcile)}</p>
      )}
    </Form>
  );
}

function OnItsWay({ of, currency }: { of: Reconciliation; currency: string }) {
  const t = useWords(bankWords);
  const calendar = useCalendar();
  return (
    <Table
      label={t("onItsWay")}
      rows={of.onItsWay}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("onItsWay"),
          kind: "name",
          cell: ({ id, number, memo }) => (
            <>
              <Link to={`/journals/${id}`}>{number}</Link> <small>{memo}</small>
            </>
          ),
        },
        {
          label: t("day"),
          kind: "quiet",
          phone: "under",
          cell: ({ postedOn }) => dateText(postedOn, calendar),
        },
        {
          label: t("amount", { currency }),
          kind: "number",
          cell: ({ amountMinor }) => <Money minor={amountMinor} currency={currency} bare plus />,
        },
      ]}
    />
  );
}

function Done({ of, currency }: { of: Reconciliation; currency: string }) {
  const t = useWords(bankWords);
  const calendar = useCalendar();
  const [problem, tell] = useState<unknown>(null);
  if (of.done.length === 0) return null;
  const undo = async (id: string) => {
    const said = await bankApi.undoReconciliation({ id }).catch(tell);
    if (said === undefined) return;
    tell(null);
    void refreshBank();
    toast(t("reconciliationUndone", { day: dateText(said.closingOn, calendar) }));
  };
  return (
    <>
      <ProblemNote of={problem} />
      <Table
        label={t("done")}
        rows={of.done}
        keyOf={({ id }) => id}
        columns={[
          {
            label: t("done"),
            kind: "name",
            cell: ({ closingOn }) => dateText(closingOn, calendar),
          },
          {
            label: t("closingMinor"),
            kind: "number",
            phone: "under",
            cell: ({ closingMinor }) => <Money minor={closingMinor} currency={currency} bare />,
          },
          {
            label: t("undoReconciliation"),
            kind: "number",
            cell: ({ id, blocked }) =>
              blocked.undo === null && (
                <ActionButton
                  variant="subtle"
                  size="compact-sm"
                  blocked={null}
                  onClick={() => void undo(id)}
                >
                  {t("undoReconciliation")}
                </ActionButton>
              ),
          },
        ]}
      />
    </>
  );
}
