import { Button, TextInput } from "@mantine/core";
import { IconListDetails, IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { booksWords } from "#modules/finance/books/web/books.words.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { archiveItem } from "#ui/archive-item.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link, useGo } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { currencySign } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Status } from "#ui/status.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { AccountForm } from "./account-form.tsx";
import {
  type Branch,
  branchesOf,
  chartApi,
  type LedgerAccount,
  refreshChart,
  useChart,
} from "./chart.client.ts";
import styles from "./chart.module.css";

type Open = { readonly of: LedgerAccount | null } | null;

/** The tree of accounts with what stands on each. */
export function ChartPage() {
  const t = useWords(booksWords);
  const go = useGo();
  const [url, change] = useUrl();
  const isAll = url["archived"] === "with";
  const chart = useChart(isAll ? "with" : "without");
  const [open, setOpen] = useState<Open>(null);
  const [problem, tell] = useState<unknown>(null);
  const search = url["search"] ?? "";
  return (
    <Page
      of={chart}
      title={t("chart")}
      count={({ accounts }) => accounts.length}
      actions={({ blocked }) => (
        <>
          <Button variant="subtle" onClick={() => change({ archived: isAll ? null : "with" })}>
            {t(isAll ? "hideArchived" : "showArchived")}
          </Button>
          <ActionButton
            quiet
            blocked={blocked.create}
            leftSection={<IconPlus size={16} stroke={2} />}
            onClick={() => setOpen({ of: null })}
          >
            {t("newAccount")}
          </ActionButton>
        </>
      )}
    >
      {({ accounts, currency }) =>
        currency === null ? (
          <Empty
            icon={<IconListDetails size={28} stroke={1.4} />}
            title={t("finance.books.off")}
            actions={<Button onClick={() => go("/books")}>{t("offTitle")}</Button>}
          >
            {t("offText")}
          </Empty>
        ) : (
          <>
            <TextInput
              className={styles.search}
              aria-label={t("searchAccounts")}
              placeholder={t("searchAccounts")}
              value={search}
              onChange={({ currentTarget }) => change({ search: currentTarget.value || null })}
            />
            <ProblemNote of={problem} />
            <Tree of={accounts} currency={currency} search={search} edit={setOpen} tell={tell} />
            <Dialog
              isOpen={open !== null}
              onClose={() => setOpen(null)}
              title={t(open?.of ? "editAccount" : "newAccount")}
            >
              {open !== null && (
                <AccountForm of={open.of} all={accounts} onKept={() => setOpen(null)} />
              )}
            </Dialog>
          </>
        )
      }
    </Page>
  );
}

type TreeProps = {
  of: readonly LedgerAccount[];
  currency: string;
  search: string;
  edit: (open: Open) => void;
  tell: (problem: unknown) => void;
};

function Tree({ of, currency, search, edit, tell }: TreeProps) {
  const t = useWords(booksWords);
  const branches = branchesOf(of);
  const words = search.trim().toLowerCase();
  const shown =
    words === ""
      ? branches
      : branches.filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(words));
  if (shown.length === 0) return <p className="k-muted">{t("noAccountFits")}</p>;
  return (
    <table className={styles.tree}>
      <thead>
        <tr>
          <th scope="col">{t("account")}</th>
          <th scope="col" data-quiet>
            {t("kind")}
          </th>
          <th scope="col" data-figure>
            {t("balance", { currency: currencySign(currency) })}
          </th>
          <th scope="col">
            <Hidden>{t("edit")}</Hidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((account) => (
          <tr
            key={account.id}
            data-group={account.isGroup || undefined}
            data-archived={account.archivedAt !== null || undefined}
          >
            <td>
              <Name of={account} isFlat={words !== ""} />
            </td>
            <td data-quiet>{t(`kind.${account.kind}`)}</td>
            <td data-figure>
              {account.balanceMinor === 0 ? (
                <span className="k-muted">–</span>
              ) : (
                <Link to={linesOf(account)}>
                  <Money minor={account.balanceMinor} currency={currency} bare />
                </Link>
              )}
            </td>
            <td data-verbs>
              <Verbs of={account} edit={edit} tell={tell} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const linesOf = ({ id, isGroup }: LedgerAccount): string =>
  isGroup ? "/journals" : `/journals?account=${id}`;

function Name({ of, isFlat }: { of: Branch; isFlat: boolean }) {
  const t = useWords(booksWords);
  return (
    <span className={styles.name} data-depth={isFlat ? 0 : Math.min(of.depth, 4)}>
      <code>{of.code}</code>
      <span>{of.name}</span>
      {of.archivedAt !== null && <Status tone="quiet">{t("archived")}</Status>}
    </span>
  );
}

function Verbs({ of, edit, tell }: { of: LedgerAccount } & Pick<TreeProps, "edit" | "tell">) {
  const t = useWords(booksWords);
  const go = useGo();
  const { name, blocked } = of;
  return (
    <More
      label={t("moreOf", { name })}
      items={[
        {
          label: t("edit"),
          icon: <IconPencil size={16} stroke={1.6} />,
          blocked: blocked.change,
          onClick: () => edit({ of }),
        },
        {
          label: t("seeLines"),
          icon: <IconListDetails size={16} stroke={1.6} />,
          onClick: () => go(linesOf(of)),
        },
        archiveItem({
          ...{ of, tell },
          api: chartApi,
          refresh: refreshChart,
          words: {
            archive: t("archive"),
            restore: t("restore"),
            archived: t("accountArchived", { name }),
            restored: t("accountRestored", { name }),
          },
        }),
      ]}
    />
  );
}
