import { IconRotate2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { UsePaidDialog } from "#modules/finance/bills/web/bill-dialogs.tsx";
import { SettledAmount } from "#modules/finance/rates/web/worth-facts.tsx";
import { RefundDialog, Refunds } from "#modules/finance/supplier-refunds/web/refunds.tsx";
import { supplierRefundWords } from "#modules/finance/supplier-refunds/web/supplier-refunds.words.ts";
import {
  type Disbursement,
  disbursementsApi,
  refreshPurchases,
} from "#modules/finance/suppliers/web/suppliers.client.ts";
import { supplierWords } from "#modules/finance/suppliers/web/suppliers.words.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Facts } from "#ui/facts.tsx";
import { Figures } from "#ui/figures.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { moneyText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar, useCompany } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { disbursementWords } from "./disbursements.words.ts";
// Why something is refused is said in the words of bills and books.
import "#modules/finance/bills/web/bills.words.ts";
import "#modules/finance/books/web/books.words.ts";

/** One payment to a supplier: where it went from, what it was taken off, and what is left of it. */
export function DisbursementPage() {
  const t = useWords(disbursementWords);
  const calendar = useCalendar();
  const id = useParam("disbursementId");
  const payment = useQuery({
    queryKey: ["finance.disbursements", "one", id],
    queryFn: ({ signal }) => disbursementsApi.get({ id }, signal),
  });
  const r = useWords(supplierRefundWords);
  const [isUsing, use] = useState(false);
  const [isRefunding, refund] = useState(false);
  const [problem, tell] = useState<unknown>(null);
  const undo = async () => {
    const done = await disbursementsApi.undo({ id }).catch(tell);
    if (done === undefined) return;
    tell(null);
    void refreshPurchases();
    toast(t("wasUndone"));
  };
  return (
    <Page
      of={payment}
      title={({ supplierName, paidOn }) => `${supplierName} · ${dateText(paidOn, calendar)}`}
      crumb={{ to: "/bills", label: t("bills") }}
      status={({ undoneOn, leftMinor }) =>
        undoneOn !== null ? (
          <Status tone="quiet">{t("undone", { day: dateText(undoneOn, calendar) })}</Status>
        ) : (
          <Status tone={leftMinor > 0 ? "warn" : "good"}>
            {t(leftMinor > 0 ? "ahead" : "used")}
          </Status>
        )
      }
      actions={({ blocked, leftMinor }) => (
        <>
          <ActionButton
            quiet
            variant="default"
            blocked={blocked.undo}
            leftSection={<IconRotate2 size={16} stroke={1.6} />}
            onClick={() => void undo()}
          >
            {t("undo")}
          </ActionButton>
          {leftMinor > 0 && (
            <ActionButton
              quiet
              variant="default"
              blocked={blocked.use}
              onClick={() => refund(true)}
            >
              {r("refund")}
            </ActionButton>
          )}
          {leftMinor > 0 && (
            <ActionButton blocked={blocked.use} onClick={() => use(true)}>
              {t("use")}
            </ActionButton>
          )}
        </>
      )}
      aside={(data) => <Aside of={data} />}
    >
      {(data) => (
        <>
          <ProblemNote of={problem} />
          <Figures
            small
            of={[
              {
                label: t("paid"),
                value: <Money minor={data.amountMinor} currency={data.currency} />,
              },
              {
                label: t("left"),
                value: (
                  <Money
                    minor={data.undoneOn === null ? data.leftMinor : 0}
                    currency={data.currency}
                  />
                ),
              },
            ]}
          />
          <Bills of={data} tell={tell} />
          <Refunds from={{ disbursementId: data.id }} />
          <RefundDialog
            from={{ disbursementId: data.id }}
            leftMinor={data.leftMinor}
            currency={data.currency}
            isOpen={isRefunding}
            onClose={() => refund(false)}
          />
          {isUsing && data.supplierId !== null && (
            <UsePaidDialog
              of={{ ...data, from: { disbursementId: data.id } }}
              supplierId={data.supplierId}
              onClose={() => use(false)}
            />
          )}
        </>
      )}
    </Page>
  );
}

function Bills({ of, tell }: { of: Disbursement; tell: (problem: unknown) => void }) {
  const t = useWords(disbursementWords);
  const undo = async (id: string) => {
    const done = await disbursementsApi.undoAllocation({ id }).catch(tell);
    if (done === undefined) return;
    tell(null);
    void refreshPurchases();
    toast(t("wasTakenBack"));
  };
  return (
    <Section title={t("for")}>
      {of.bills.length === 0 ? (
        <p className="k-caption">{t("forNone")}</p>
      ) : (
        <Table<Disbursement["bills"][number]>
          label={t("for")}
          rows={of.bills}
          keyOf={({ allocationId }) => allocationId}
          columns={[
            {
              label: t("bill"),
              kind: "name",
              cell: ({ id, number }) => <Link to={`/bills/${id}`}>{number || t("bill")}</Link>,
            },
            {
              label: <Hidden>{t("undo")}</Hidden>,
              kind: "quiet",
              phone: "under",
              cell: ({ allocationId }) => (
                <ActionButton
                  quiet
                  variant="subtle"
                  size="compact-sm"
                  blocked={of.blocked.undo}
                  onClick={() => void undo(allocationId)}
                >
                  {t("takeBack")}
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

function Aside({ of }: { of: Disbursement }) {
  const t = useWords(disbursementWords);
  const s = useWords(supplierWords);
  const calendar = useCalendar();
  const { currency: home } = useCompany();
  return (
    <Section title={t("facts")}>
      <Facts
        rows={[
          [
            t("supplier"),
            of.supplierId === null ? (
              of.supplierName
            ) : (
              <Link key="supplier" to={`/suppliers/${of.supplierId}`} className="k-link">
                {of.supplierName}
              </Link>
            ),
          ],
          [s("paidOn"), dateText(of.paidOn, calendar)],
          [s("paidFrom"), `${of.account.code} ${of.account.name}`],
          of.money !== null && [t("went"), moneyText(of.money.minor, of.money.currency)],
          of.worth !== null && [
            t("worth"),
            `${moneyText(of.worth.minor, home)} · ${of.worth.rate}`,
          ],
          of.reference !== "" && [t("reference"), of.reference],
          [
            t("entry"),
            <Link key="entry" to={`/journals/${of.entryId}`} className="k-link">
              {t("seeEntry")}
            </Link>,
          ],
        ]}
      />
    </Section>
  );
}
