import { Button } from "@mantine/core";
import { IconPlus, IconRepeat } from "@tabler/icons-react";
import { dateText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { useGo } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { Page } from "#ui/page.tsx";
import { useCalendar, useMay } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import { type RecurringRow, useAllRecurring } from "./recurring.client.ts";
import { recurringWords } from "./recurring.words.ts";
import { RecurringStatus } from "./recurring-status.tsx";

/** What is invoiced again and again, and what comes next. */
export function RecurringListPage() {
  const t = useWords(recurringWords);
  const go = useGo();
  const mayWrite = useMay("finance.recurring.write");
  const add = () => go("/recurring/new");
  return (
    <Page
      of={useAllRecurring()}
      title={t("title")}
      actions={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={add}>
            {t("new")}
          </Button>
        )
      }
    >
      {({ rows }) =>
        rows.length === 0 ? (
          <Empty
            icon={<IconRepeat size={28} stroke={1.4} />}
            title={t("emptyTitle")}
            actions={mayWrite && <Button onClick={add}>{t("new")}</Button>}
          >
            {t("emptyText")}
          </Empty>
        ) : (
          <Rows of={rows} />
        )
      }
    </Page>
  );
}

function Rows({ of }: { of: readonly RecurringRow[] }) {
  const t = useWords(recurringWords);
  const calendar = useCalendar();
  return (
    <Table
      label={t("title")}
      rows={of}
      keyOf={({ id }) => id}
      to={({ id }) => `/recurring/${id}`}
      columns={[
        { label: t("customer"), kind: "name", cell: ({ buyerName }) => buyerName },
        {
          label: t("every"),
          kind: "quiet",
          phone: "under",
          cell: ({ every }) => t(`every.${every}`),
        },
        {
          label: t("does"),
          kind: "quiet",
          phone: "hide",
          cell: ({ does }) => t(`does.${does}`),
        },
        {
          label: t("next"),
          kind: "quiet",
          phone: "hide",
          cell: ({ nextOn }) => (nextOn === null ? "–" : dateText(nextOn, calendar)),
        },
        {
          label: t("status"),
          kind: "quiet",
          phone: "hide",
          cell: (row) => <RecurringStatus of={row} />,
        },
        {
          label: t("amount"),
          kind: "number",
          cell: ({ payableMinor, currency }) => <Money minor={payableMinor} currency={currency} />,
        },
      ]}
    />
  );
}
