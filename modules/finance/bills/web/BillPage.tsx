import {
  IconFileMinus,
  IconPencil,
  IconRestore,
  IconRotate2,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { PaperSums } from "#modules/finance/invoices/web/paper-sums.tsx";
import { SettledAmount, useWorthFacts } from "#modules/finance/rates/web/worth-facts.tsx";
import { RefundDialog, Refunds } from "#modules/finance/supplier-refunds/web/refunds.tsx";
import { supplierRefundWords } from "#modules/finance/supplier-refunds/web/supplier-refunds.words.ts";
import {
  disbursementsApi,
  refreshPurchases,
} from "#modules/finance/suppliers/web/suppliers.client.ts";
import { useTaxes } from "#modules/finance/taxes/web/taxes.client.ts";
import { RecordFiles } from "#modules/records/attachments/web/record-files.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Facts } from "#ui/facts.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link, useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { moneyText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { useChart } from "../../chart/web/chart.client.ts";
import styles from "./bill.module.css";
import { ApproveDialog, PayDialog, UsePaidDialog } from "./bill-dialogs.tsx";
import { BillStatus } from "./bill-status.tsx";
import { type Bill, billsApi, useBill } from "./bills.client.ts";
import { billWords } from "./bills.words.ts";
// Why the books refuse (a locked month, no books yet) is said in their words.
import "#modules/finance/books/web/books.words.ts";

type Asks = "approve" | "pay" | "use" | "refund" | null;

/** One paper of a supplier: what it says, what settled it, and what can be done with it. */
export function BillPage() {
  const t = useWords(billWords);
  const bill = useBill(useParam("billId"));
  const [asks, ask] = useState<Asks>(null);
  const [problem, tell] = useState<unknown>(null);
  return (
    <Page
      of={bill}
      title={({ number, kind, supplierName }) =>
        [supplierName, number].filter(Boolean).join(" · ") || t(`kind.${kind}`)
      }
      crumb={{ to: "/bills", label: t("bills") }}
      status={({ standing }) => <BillStatus of={standing} />}
      actions={(data) => <Verbs of={data} ask={ask} tell={tell} />}
      aside={(data) => <Aside of={data} />}
    >
      {(data) => (
        <>
          <ProblemNote of={problem} />
          <Twins of={data} />
          <Section title={t("lines")}>
            <Lines of={data} />
          </Section>
          {data.note !== "" && (
            <Section title={t("note")}>
              <p className={styles.note}>{data.note}</p>
            </Section>
          )}
          {data.kind !== "expense" && data.entryId !== null && (
            <Settlements of={data} tell={tell} />
          )}
          {data.creditedBy.length > 0 && <Credits of={data} />}
          {data.kind === "vendor_credit" && (
            <>
              <Refunds from={{ creditId: data.id }} />
              <RefundDialog
                from={{ creditId: data.id }}
                leftMinor={data.dueMinor}
                currency={data.currency}
                isOpen={asks === "refund"}
                onClose={() => ask(null)}
              />
            </>
          )}
          <ApproveDialog of={data} isOpen={asks === "approve"} onClose={() => ask(null)} />
          {data.supplierId !== null && (
            <PayDialog
              of={{ supplierId: data.supplierId, supplierName: data.supplierName, bill: data }}
              isOpen={asks === "pay"}
              onClose={() => ask(null)}
            />
          )}
          {asks === "use" && data.supplierId !== null && (
            <UsePaidDialog
              of={{
                leftMinor: data.dueMinor,
                currency: data.currency,
                from: { creditId: data.id },
              }}
              supplierId={data.supplierId}
              onClose={() => ask(null)}
            />
          )}
        </>
      )}
    </Page>
  );
}

type Telling = { of: Bill; tell: (problem: unknown) => void };

function Verbs({ of, ask, tell }: Telling & { ask: (asks: Asks) => void }) {
  const t = useWords(billWords);
  const r = useWords(supplierRefundWords);
  const go = useGo();
  const { id, version, blocked, kind, standing } = of;
  const isDraft = of.entryId === null;
  const does = async <A,>(work: Promise<A>, then: (after: A) => void) => {
    const after = await work.catch((problem: unknown) => {
      tell(problem);
      return null;
    });
    if (after === null) return;
    tell(null);
    void refreshPurchases();
    then(after);
  };
  const discard = () =>
    does(billsApi.discard({ id, version }), (after) =>
      toast(t("wasDiscarded"), async () => {
        await billsApi.restore({ id, version: after.version });
        void refreshPurchases();
      }),
    );
  if (standing === "discarded")
    return (
      <ActionButton
        blocked={blocked.restore}
        leftSection={<IconRestore size={16} stroke={1.6} />}
        onClick={() => void does(billsApi.restore({ id, version }), () => toast(t("wasRestored")))}
      >
        {t("restore")}
      </ActionButton>
    );
  return (
    <>
      {isDraft && (
        <More
          label={t("more")}
          items={[
            {
              label: t("discard"),
              icon: <IconTrash size={16} stroke={1.6} />,
              blocked: blocked.discard,
              onClick: () => void discard(),
            },
          ]}
        />
      )}
      {!isDraft && kind === "bill" && (
        <More
          label={t("more")}
          items={[
            {
              label: t("credit"),
              icon: <IconFileMinus size={16} stroke={1.6} />,
              blocked: blocked.credit,
              onClick: () =>
                void does(billsApi.credit({ id, version }), (credit) => go(`/bills/${credit.id}`)),
            },
          ]}
        />
      )}
      {isDraft && (
        <>
          <ActionButton
            quiet
            variant="default"
            blocked={blocked.change}
            leftSection={<IconPencil size={16} stroke={1.6} />}
            onClick={() => go(`/bills/${id}/edit`)}
          >
            {t("edit")}
          </ActionButton>
          <ActionButton blocked={blocked.approve} onClick={() => ask("approve")}>
            {t("approve")}
          </ActionButton>
        </>
      )}
      {!isDraft && kind === "bill" && (
        <ActionButton blocked={blocked.pay} onClick={() => ask("pay")}>
          {t("pay")}
        </ActionButton>
      )}
      {!isDraft && kind === "vendor_credit" && (
        <ActionButton quiet variant="default" blocked={blocked.use} onClick={() => ask("refund")}>
          {r("refund")}
        </ActionButton>
      )}
      {!isDraft && kind === "vendor_credit" && (
        <ActionButton blocked={blocked.use} onClick={() => ask("use")}>
          {t("use")}
        </ActionButton>
      )}
      {!isDraft && kind === "expense" && (
        <ActionButton
          variant="default"
          blocked={blocked.undo}
          leftSection={<IconRotate2 size={16} stroke={1.6} />}
          onClick={() => void does(billsApi.undo({ id, version }), () => toast(t("expenseUndone")))}
        >
          {t("undoExpense")}
        </ActionButton>
      )}
    </>
  );
}

/** What makes it look like one that is here already. */
function Twins({ of }: { of: Bill }) {
  const t = useWords(billWords);
  const calendar = useCalendar();
  if (of.twins.length === 0) return null;
  return (
    <Note tone="warn">
      {t("twinsTitle")}
      <ul className={styles.twins}>
        {of.twins.map(({ id, number, billedOn, payableMinor, why }) => (
          <li key={id}>
            <Link to={`/bills/${id}`} className="k-link">
              {number || t("bill")}
            </Link>
            {` · ${dateText(billedOn, calendar)} · ${moneyText(payableMinor, of.currency)} · ${t(`twin.${why}`)}`}
          </li>
        ))}
      </ul>
    </Note>
  );
}

function Lines({ of }: { of: Bill }) {
  const t = useWords(billWords);
  const { data: chart } = useChart("with");
  const { data: taxes } = useTaxes();
  const codeOf = new Map((taxes?.codes ?? []).map(({ id, code }) => [id, code]));
  const { figures, currency } = of;
  const called = new Map(
    (chart?.accounts ?? []).map(({ id, code, name }) => [id, `${code} ${name}`]),
  );
  const bare = (minor: number) => <Money minor={minor} currency={currency} bare />;
  const rows = of.lines.map((line, at) => ({ ...line, ...figures.lines[at], key: String(at) }));
  const taken = [
    { label: t("sumPaid"), minor: -of.paidMinor },
    { label: t("sumCredited"), minor: -of.creditedMinor },
    { label: t("sumUsed"), minor: -of.usedMinor },
  ].filter(({ minor }) => minor !== 0);
  const left = { label: t(of.kind === "vendor_credit" ? "sumLeft" : "sumDue"), minor: of.dueMinor };
  return (
    <>
      <Table<(typeof rows)[number]>
        label={t("lines")}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            label: t("what"),
            kind: "name",
            cell: ({ name, accountId, dimensions }) => (
              <>
                {name}
                <small>
                  {[called.get(accountId ?? ""), dimensions.channel].filter(Boolean).join(" · ")}
                </small>
              </>
            ),
          },
          { label: t("quantity"), kind: "number", phone: "hide", cell: ({ quantity }) => quantity },
          { label: t("price"), kind: "number", phone: "hide", cell: ({ price }) => price },
          {
            label: t("tax"),
            kind: "quiet",
            phone: "hide",
            cell: ({ taxCodeIds, claimsTax }) => (
              <>
                {taxCodeIds.map((id) => codeOf.get(id) ?? "").join(", ") || t("noTax")}
                {taxCodeIds.length > 0 && !claimsTax && <small>{t("notClaimed")}</small>}
              </>
            ),
          },
          { label: t("lineTotal"), kind: "number", cell: ({ netMinor = 0 }) => bare(netMinor) },
        ]}
      />
      <PaperSums
        of={figures}
        currency={currency}
        isBought
        after={taken.length === 0 || of.kind === "expense" ? [] : [...taken, left]}
      />
    </>
  );
}

function Settlements({ of, tell }: Telling) {
  const t = useWords(billWords);
  const calendar = useCalendar();
  const undo = async (id: string) => {
    const done = await disbursementsApi.undoAllocation({ id }).catch(tell);
    if (done === undefined) return;
    tell(null);
    void refreshPurchases();
    toast(t("wasUndone"));
  };
  const title = t(of.kind === "vendor_credit" ? "usedFor" : "settlements");
  return (
    <Section title={title}>
      {of.settlements.length === 0 ? (
        <p className="k-caption">{t("noSettlements")}</p>
      ) : (
        <Table
          label={title}
          rows={of.settlements}
          keyOf={({ id }) => id}
          columns={[
            {
              label: t("paidOn"),
              kind: "name",
              cell: ({ allocatedOn, paper, reference, disbursementId }) => (
                <>
                  {dateText(allocatedOn, calendar)}
                  <small>
                    {paper === null ? (
                      <Link to={`/payments-out/${disbursementId}`} className="k-link">
                        {[t("payment"), reference].filter(Boolean).join(" · ")}
                      </Link>
                    ) : (
                      <Link to={`/bills/${paper.id}`} className="k-link">
                        {[t(of.kind === "bill" ? "kind.vendor_credit" : "kind.bill"), paper.number]
                          .filter(Boolean)
                          .join(" ")}
                      </Link>
                    )}
                  </small>
                </>
              ),
            },
            {
              label: <Hidden>{t("undo")}</Hidden>,
              kind: "quiet",
              cell: ({ id, isUndone }) =>
                isUndone ? (
                  t("undone")
                ) : (
                  <ActionButton
                    quiet
                    variant="subtle"
                    size="compact-sm"
                    onClick={() => void undo(id)}
                  >
                    {t("undo")}
                  </ActionButton>
                ),
            },
            {
              label: t("amount"),
              kind: "number",
              cell: ({ amountMinor, gainMinor }) => (
                <SettledAmount minor={amountMinor} currency={of.currency} gainMinor={gainMinor} />
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function Credits({ of }: { of: Bill }) {
  const t = useWords(billWords);
  return (
    <Section title={t("creditsHead")}>
      <Table
        label={t("creditsHead")}
        rows={of.creditedBy}
        keyOf={({ id }) => id}
        to={({ id }) => `/bills/${id}`}
        columns={[
          {
            label: t("number"),
            kind: "name",
            cell: ({ number }) => number || t("kind.vendor_credit"),
          },
          {
            label: t("amount"),
            kind: "number",
            cell: ({ payableMinor }) => <Money minor={-payableMinor} currency={of.currency} bare />,
          },
        ]}
      />
    </Section>
  );
}

function Aside({ of }: { of: Bill }) {
  const t = useWords(billWords);
  const worth = useWorthFacts(of.worth);
  const calendar = useCalendar();
  const { data: chart } = useChart("with");
  const from = (chart?.accounts ?? []).find(({ id }) => id === of.accountId);
  return (
    <>
      <Section title={t("facts")}>
        <Facts
          rows={[
            of.supplierName !== "" && [
              t("supplier"),
              of.supplierId === null ? (
                of.supplierName
              ) : (
                <Link key="supplier" to={`/suppliers/${of.supplierId}`} className="k-link">
                  {of.supplierName}
                </Link>
              ),
            ],
            [t("kind"), t(`kind.${of.kind}`)],
            [t("billedOn"), dateText(of.billedOn, calendar)],
            of.kind === "bill" && [t("dueOn"), dateText(of.dueOn, calendar)],
            of.postedOn !== null &&
              of.postedOn !== of.billedOn && [t("postedOn"), dateText(of.postedOn, calendar)],
            of.undoneOn !== null && [t("undoneOn"), dateText(of.undoneOn, calendar)],
            from !== undefined && [t("paidFrom"), `${from.code} ${from.name}`],
            ...worth,
            of.claimedMinor !== 0 && [t("claimedTax"), moneyText(of.claimedMinor, of.currency)],
            of.reference !== "" && [t("reference"), of.reference],
            of.credits !== null && [
              t("credits"),
              <Link key="credits" to={`/bills/${of.credits.id}`} className="k-link">
                {of.credits.number || t("kind.bill")}
              </Link>,
            ],
            of.entryId !== null && [
              t("entry"),
              <Link key="entry" to={`/journals/${of.entryId}`} className="k-link">
                {t("seeEntry")}
              </Link>,
            ],
          ]}
        />
      </Section>
      <RecordFiles subject={of.id} />
    </>
  );
}
