import { Bones } from "#ui/bones.tsx";
import { Money } from "#ui/money.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Invoice, useInvoices } from "./billing.client.ts";
import styles from "./billing.module.css";
import { billingWords } from "./billing.words.ts";

/** As Stripe has them now; whether it answers or not, the rest of the page is there. */
export function InvoicesSection() {
  const t = useWords(billingWords);
  const { data, error, isPending, refetch } = useInvoices();
  return (
    <Section title={t("invoices")}>
      <ProblemNote of={error} onRetry={() => void refetch()} />
      {isPending && <Bones as="text" />}
      {data?.rows.length === 0 && <p className={styles.muted}>{t("noInvoices")}</p>}
      {data !== undefined && data.rows.length > 0 && <Invoices of={data.rows} />}
    </Section>
  );
}

const TONES: Readonly<Record<string, "good" | "warn">> = { paid: "good", open: "warn" };

function Invoices({ of: rows }: { of: readonly Invoice[] }) {
  const t = useWords(billingWords);
  const state = (status: string) => {
    const key = `invoice.${status}`;
    return t.has(key) ? t(key as "invoice.paid") : status;
  };
  return (
    <Table
      label={t("invoices")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("date"),
          kind: "name",
          cell: ({ at, number, url }) => (
            <>
              <When at={at} />
              <small>
                {url === null || !/^https?:/.test(url) ? (
                  number
                ) : (
                  <a href={url} target="_blank" rel="noreferrer">
                    {number ?? t("open")}
                  </a>
                )}
              </small>
            </>
          ),
        },
        {
          label: t("state"),
          phone: "under",
          cell: ({ status }) => <Status tone={TONES[status] ?? "quiet"}>{state(status)}</Status>,
        },
        {
          label: t("total"),
          kind: "number",
          cell: ({ totalMinor, currency }) => <Money minor={totalMinor} currency={currency} />,
        },
      ]}
    />
  );
}
