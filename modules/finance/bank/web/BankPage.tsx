import { Button, Select } from "@mantine/core";
import { IconBuildingBank } from "@tabler/icons-react";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { Figures } from "#ui/figures.tsx";
import { Money } from "#ui/money.tsx";
import { countText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type BankAccount, bankApi, refreshBank, type Standing, useBank } from "./bank.client.ts";
import styles from "./bank.module.css";
import { bankWords } from "./bank.words.ts";
import { ImportStatement } from "./import-statement.tsx";
import { BankLines } from "./lines.tsx";
import { Reconcile } from "./reconcile.tsx";

const STANDINGS = ["open", "matched", "all"] as const;
/** So sure, and the only one: matched without being asked for each. */
const SURE = 90;

/** What the bank says of an account, brought together with the books. */
export function BankPage() {
  const t = useWords(bankWords);
  const bank = useBank();
  const [url, change] = useUrl();
  const accounts = bank.data?.accounts ?? [];
  const of =
    accounts.find(({ account }) => account.id === url["account"]) ??
    accounts.find(({ linesCount }) => linesCount > 0) ??
    accounts[0];
  const standing = STANDINGS.find((one) => one === url["standing"]) ?? "open";
  return (
    <Page
      of={bank}
      title={t("bank")}
      actions={(data) =>
        of !== undefined && <ImportStatement of={of} blocked={data.blocked.import} />
      }
    >
      {({ currency }) =>
        of === undefined ? (
          <Nothing />
        ) : (
          <div className={styles.page}>
            {accounts.length > 1 && (
              <Select
                aria-label={t("account")}
                w={280}
                allowDeselect={false}
                data={accounts.map(({ account }) => ({
                  value: account.id,
                  label: `${account.code} ${account.name}`,
                }))}
                value={of.account.id}
                onChange={(account) => change({ account }, { push: true })}
              />
            )}
            <Standings of={of} currency={currency} />
            {of.linesCount === 0 ? (
              <Nothing />
            ) : (
              <>
                <NewestFile of={of} />
                <Views of={of} standing={standing} />
                <BankLines account={of.account.id} standing={standing} currency={currency} />
                <Reconcile of={of} currency={currency} />
              </>
            )}
          </div>
        )
      }
    </Page>
  );
}

function Nothing() {
  const t = useWords(bankWords);
  return (
    <Empty icon={<IconBuildingBank size={28} stroke={1.4} />} title={t("emptyTitle")}>
      {t("emptyText")}
    </Empty>
  );
}

function Standings({ of, currency }: { of: BankAccount; currency: string }) {
  const t = useWords(bankWords);
  const calendar = useCalendar();
  const { closing, reconciledOn } = of;
  return (
    <Figures
      small
      of={[
        { label: t("inBooks"), value: <Money minor={of.ledgerMinor} currency={currency} /> },
        {
          label: t("atBank"),
          value: closing === null ? "–" : <Money minor={closing.minor} currency={currency} />,
          ...(closing !== null && {
            foot: t("atBankOn", { day: dateText(closing.on, calendar) }),
          }),
        },
        { label: t("toMatch"), value: countText(of.openCount) },
        {
          label: t("reconciledTo"),
          value: reconciledOn === null ? t("never") : dateText(reconciledOn, calendar),
        },
      ]}
    />
  );
}

/** What was read in last, and the way to take it out again. */
function NewestFile({ of }: { of: BankAccount }) {
  const t = useWords(bankWords);
  const [problem, tell] = useState<unknown>(null);
  const { newest } = of;
  if (newest === null) return null;
  const undo = async () => {
    const said = await bankApi.undoImport({ id: newest.id }).catch(tell);
    if (said === undefined) return;
    tell(null);
    void refreshBank();
    toast(t("importUndone", { count: said.removedCount }));
  };
  return (
    <div className={styles.newest}>
      <span className="k-caption">
        {t.rich("newestFile", {
          name: <b key="name">{newest.name}</b>,
          when: <When key="when" at={newest.importedAt} />,
          count: countText(newest.linesCount),
        })}
      </span>
      <ActionButton
        quiet
        variant="subtle"
        size="compact-sm"
        blocked={newest.blocked.undo}
        onClick={() => void undo()}
      >
        {t("undoImport")}
      </ActionButton>
      <ProblemNote of={problem} />
    </div>
  );
}

function Views({ of, standing }: { of: BankAccount; standing: Standing }) {
  const t = useWords(bankWords);
  const [isBusy, setBusy] = useState(false);
  const sure = async () => {
    setBusy(true);
    const said = await bankApi
      .matchAll({ account: of.account.id, scoreMin: SURE })
      .finally(() => setBusy(false));
    void refreshBank();
    const left = countText(said.openCount);
    toast(
      said.matchedCount === 0
        ? t("nothingSure", { left })
        : t("matchedSure", { count: said.matchedCount, left }),
    );
  };
  return (
    <div className={styles.views}>
      <Tabs
        label={t("lines")}
        of={STANDINGS.map((one) => ({
          to: `/bank?account=${of.account.id}&standing=${one}`,
          label: t(one),
          isHere: one === standing,
          ...(one === "open" && { count: of.openCount }),
        }))}
      />
      {of.openCount > 0 && (
        <Button variant="default" loading={isBusy} onClick={() => void sure()}>
          {t("matchSure")}
        </Button>
      )}
    </div>
  );
}
