import { Button } from "@mantine/core";
import { IconPencil, IconReceipt, IconRestore, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { PayDialog, UsePaidDialog } from "#modules/finance/bills/web/bill-dialogs.tsx";
import { BillStatus } from "#modules/finance/bills/web/bill-status.tsx";
import { useBillsOf } from "#modules/finance/bills/web/bills.client.ts";
import { billWords } from "#modules/finance/bills/web/bills.words.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Facts } from "#ui/facts.tsx";
import { Figures } from "#ui/figures.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link, useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { BankSection } from "./supplier-bank.tsx";
import {
  type Disbursement,
  disbursementsApi,
  refreshPurchases,
  type Supplier,
  suppliersApi,
  useDisbursements,
  useSupplier,
} from "./suppliers.client.ts";
import { supplierWords } from "./suppliers.words.ts";

/** One supplier: what is owed, what was bought and paid, and how they are reached and paid. */
export function SupplierPage() {
  const t = useWords(supplierWords);
  const supplier = useSupplier(useParam("supplierId"));
  const [problem, tell] = useState<unknown>(null);
  const [isPaying, pay] = useState(false);
  return (
    <Page
      of={supplier}
      title={({ name }) => name}
      crumb={{ to: "/suppliers", label: t("suppliers") }}
      actions={(data) => <Verbs of={data} tell={tell} pay={() => pay(true)} />}
      aside={(data) => <Aside of={data} />}
    >
      {(data) => (
        <>
          <ProblemNote of={problem} />
          <Figures
            small
            of={[
              { label: t("owed"), value: <Money minor={data.owedMinor} /> },
              { label: t("overdue"), value: <Money minor={data.overdueMinor} /> },
              { label: t("ahead"), value: <Money minor={data.aheadMinor} /> },
              {
                label: t("bills"),
                value: String(data.billsCount),
                to: `/bills?supplier=${data.id}`,
              },
            ]}
          />
          <Bills of={data} />
          <Payments of={data} tell={tell} />
          <PayDialog
            of={{ supplierId: data.id, supplierName: data.name, bill: null }}
            isOpen={isPaying}
            onClose={() => pay(false)}
          />
        </>
      )}
    </Page>
  );
}

type Telling = { of: Supplier; tell: (problem: unknown) => void };

function Verbs({ of, tell, pay }: Telling & { pay: () => void }) {
  const t = useWords(supplierWords);
  const go = useGo();
  const { id, version, blocked, name } = of;
  const bringBack = async (seen: number) => {
    await suppliersApi.restore({ id, version: seen });
    void refreshPurchases();
  };
  const remove = async () => {
    const after = await suppliersApi.delete({ id, version }).catch(tell);
    if (after === undefined) return;
    void refreshPurchases();
    toast(t("deleted", { name }), () => bringBack(after.version));
  };
  if (of.isInTrash)
    return (
      <ActionButton
        blocked={blocked.restore}
        leftSection={<IconRestore size={16} stroke={1.6} />}
        onClick={() => void bringBack(version).then(() => toast(t("restored", { name })), tell)}
      >
        {t("restore")}
      </ActionButton>
    );
  return (
    <>
      <More
        label={t("more")}
        items={[
          {
            label: t("edit"),
            icon: <IconPencil size={16} stroke={1.6} />,
            blocked: blocked.change,
            onClick: () => go(`/suppliers/${id}/edit`),
          },
          {
            label: t("delete"),
            icon: <IconTrash size={16} stroke={1.6} />,
            blocked: blocked.delete,
            isDanger: true,
            onClick: () => void remove(),
          },
        ]}
      />
      <ActionButton quiet variant="default" blocked={blocked.pay} onClick={pay}>
        {t("pay")}
      </ActionButton>
      <ActionButton
        blocked={blocked.bill}
        leftSection={<IconReceipt size={16} stroke={1.6} />}
        onClick={() => go(`/bills/new?supplier=${id}`)}
      >
        {t("newBill")}
      </ActionButton>
    </>
  );
}

function Bills({ of }: { of: Supplier }) {
  const t = useWords(supplierWords);
  const tb = useWords(billWords);
  const calendar = useCalendar();
  const { data } = useBillsOf(of.id);
  const rows = data?.rows ?? [];
  return (
    <Section
      title={t("recentBills")}
      action={
        rows.length > 0 && (
          <Link to={`/bills?supplier=${of.id}`} className="k-link">
            {t("allBills")}
          </Link>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="k-caption">{t("noBills")}</p>
      ) : (
        <Table
          label={t("recentBills")}
          rows={rows}
          keyOf={({ id }) => id}
          to={({ id }) => `/bills/${id}`}
          columns={[
            {
              label: tb("number"),
              kind: "name",
              cell: ({ number, kind }) => number || tb(`kind.${kind}`),
            },
            {
              label: tb("billedOn"),
              kind: "quiet",
              phone: "under",
              cell: ({ billedOn }) => dateText(billedOn, calendar),
            },
            {
              label: tb("status"),
              kind: "quiet",
              cell: ({ standing }) => <BillStatus of={standing} />,
            },
            {
              label: tb("total"),
              kind: "number",
              phone: "hide",
              cell: ({ payableMinor, currency, kind }) => (
                <Money
                  minor={kind === "vendor_credit" ? -payableMinor : payableMinor}
                  currency={currency}
                  bare
                />
              ),
            },
            {
              label: tb("open"),
              kind: "number",
              cell: ({ dueMinor, currency }) =>
                dueMinor === 0 ? "–" : <Money minor={dueMinor} currency={currency} bare />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function Payments({ of, tell }: Telling) {
  const t = useWords(supplierWords);
  const calendar = useCalendar();
  const { data } = useDisbursements(of.id);
  const [used, use] = useState<Disbursement | null>(null);
  const rows = data?.rows ?? [];
  const undo = async (id: string) => {
    const done = await disbursementsApi.undo({ id }).catch(tell);
    if (done === undefined) return;
    tell(null);
    void refreshPurchases();
    toast(t("wasUndone"));
  };
  return (
    <Section title={t("payments")}>
      {rows.length === 0 ? (
        <p className="k-caption">{t("noPayments")}</p>
      ) : (
        <Table<Disbursement>
          label={t("payments")}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            {
              label: t("paidOn"),
              kind: "name",
              cell: ({ id, paidOn, reference, account }) => (
                <>
                  <Link to={`/payments-out/${id}`}>{dateText(paidOn, calendar)}</Link>
                  <small>
                    {[`${account.code} ${account.name}`, reference].filter(Boolean).join(" · ")}
                  </small>
                </>
              ),
            },
            {
              label: t("paidFor"),
              kind: "quiet",
              phone: "hide",
              cell: ({ bills, undoneOn }) =>
                undoneOn === null
                  ? bills.map(({ number }) => number).join(", ") || t("ahead")
                  : t("undone", { day: dateText(undoneOn, calendar) }),
            },
            {
              label: t("amount"),
              kind: "number",
              cell: ({ amountMinor, currency }) => (
                <Money minor={amountMinor} currency={currency} bare />
              ),
            },
            {
              label: t("left"),
              kind: "number",
              phone: "hide",
              cell: ({ leftMinor, currency, undoneOn }) =>
                leftMinor === 0 || undoneOn !== null ? (
                  "–"
                ) : (
                  <Money minor={leftMinor} currency={currency} bare />
                ),
            },
            {
              label: <Hidden>{t("undo")}</Hidden>,
              kind: "number",
              cell: (paid) =>
                paid.undoneOn === null && (
                  <>
                    {paid.leftMinor > 0 && (
                      <Button variant="subtle" size="compact-sm" onClick={() => use(paid)}>
                        {t("useIt")}
                      </Button>
                    )}
                    <ActionButton
                      quiet
                      variant="subtle"
                      size="compact-sm"
                      blocked={paid.blocked.undo}
                      onClick={() => void undo(paid.id)}
                    >
                      {t("undo")}
                    </ActionButton>
                  </>
                ),
            },
          ]}
        />
      )}
      {used !== null && (
        <UsePaidDialog
          of={{ ...used, from: { disbursementId: used.id } }}
          supplierId={of.id}
          onClose={() => use(null)}
        />
      )}
    </Section>
  );
}

function Aside({ of }: { of: Supplier }) {
  const t = useWords(supplierWords);
  const place = [
    ...[of.street, of.street2, [of.postcode, of.city].filter(Boolean).join(" ")],
    ...[of.state, of.country],
  ].filter(Boolean);
  return (
    <>
      <Section title={t("who")}>
        <Facts
          rows={[
            of.registration !== "" && [t("registration"), of.registration],
            of.taxNumber !== "" && [t("taxNumber"), of.taxNumber],
            [t("terms"), String(of.termsDays)],
            [t("currency"), of.currency],
          ]}
        />
      </Section>
      <Section title={t("reached")}>
        <Facts
          rows={[
            of.contactName !== "" && [t("contactName"), of.contactName],
            [t("email"), of.email || "–"],
            of.phone !== "" && [t("phone"), of.phone],
            place.length > 0 && [t("address"), place.join(", ")],
          ]}
        />
      </Section>
      <BankSection of={of} />
      {of.note !== "" && (
        <Section title={t("note")}>
          <p className="k-caption">{of.note}</p>
        </Section>
      )}
    </>
  );
}
