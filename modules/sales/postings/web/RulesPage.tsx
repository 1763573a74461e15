import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { CheckField } from "#ui/form/check-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { SuggestField } from "#ui/form/suggest-field.tsx";
import { type Form as FormState, useForm } from "#ui/form/use-form.ts";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { PostAnew } from "./post-anew.tsx";
import { type PostingRules, refreshPostings, rulesApi, useRules } from "./postings.client.ts";
import styles from "./rules.module.css";
import { postingWords } from "./rules.words.ts";

type Draft = {
  rules: readonly { category: string | null; accountId: string | null }[];
  booksCosts: boolean;
};

/** What sales are booked to, and how what was sold before is brought in line. */
export function RulesPage() {
  const t = useWords(postingWords);
  const rules = useRules();
  return (
    <Page of={rules} title={t("rules")} tabs={<BooksTabs here="/books/rules" />}>
      {(data) => (
        <div className={styles.page}>
          <Rules of={data} />
          <PostAnew />
          <Parts of={data} />
        </div>
      )}
    </Page>
  );
}

function Rules({ of }: { of: PostingRules }) {
  const t = useWords(postingWords);
  const form = useForm({
    version: of.version,
    start: {
      rules: of.rules.map(({ category, account }) => ({ category, accountId: account.id })),
      booksCosts: of.booksCosts,
    } as Draft,
    check: ({ rules }) =>
      Object.fromEntries(
        rules.flatMap(({ category, accountId }, at) => [
          [`rules.${at}.category`, (category ?? "").trim() === "" ? "field.required" : null],
          [`rules.${at}.accountId`, accountId === null ? "field.required" : null],
        ]),
      ),
    send: ({ rules, booksCosts }, version) =>
      rulesApi.change({
        ...{ version, booksCosts },
        rules: rules.map(({ category, accountId }) => ({
          ...{ category: category ?? "", accountId: accountId ?? "" },
        })),
      }),
    onKept: () => {
      toast(t("kept"));
      void refreshPostings();
    },
  });
  return (
    <Form of={form}>
      <Section title={t("byCategory")}>
        <p className="k-caption">{t("byCategoryText")}</p>
        <RuleLines of={form} rules={of} />
      </Section>
      <Section title={t("costs")}>
        <CheckField
          of={form}
          name="booksCosts"
          label={t("booksCosts")}
          help={t("costsKnown", {
            known: of.costs.knownCount,
            count: of.costs.variantsCount,
          })}
        />
      </Section>
      <Save of={form} blocked={of.blocked.change} />
    </Form>
  );
}

function Save({ of, blocked }: { of: FormState<Draft>; blocked: string | null }) {
  const t = useWords(postingWords);
  const reason = useReason();
  if (blocked !== null) return <Note>{reason(blocked)}</Note>;
  return (
    <div className={styles.save}>
      <SendButton of={of} disabled={!of.isDirty}>
        {t("save")}
      </SendButton>
      <span className="k-caption">{t("fromNowOn")}</span>
    </div>
  );
}

function RuleLines({ of, rules }: { of: FormState<Draft>; rules: PostingRules }) {
  const t = useWords(postingWords);
  const { data: chart } = useChart();
  const accounts = (chart?.accounts ?? [])
    .filter(({ type, isGroup }) => type === "income" && !isGroup)
    .map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }));
  const countOf = new Map(rules.rules.map((rule) => [rule.category, rule.productsCount]));
  const lines = of.values.rules;
  const [unruled] = rules.unruled;
  const used = new Set(lines.map(({ category }) => category));
  const next = rules.unruled.find((one) => !used.has(one.category));
  return (
    <>
      {lines.map(({ category }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; what it holds lies in the form.
        <div key={at} className={styles.rule}>
          <div data-at="category">
            <SuggestField
              of={of}
              name={`rules.${at}.category`}
              label={at === 0 ? t("category") : <Hidden>{t("categoryOf", { at: at + 1 })}</Hidden>}
              known={rules.unruled.map((one) => one.category).filter((one) => !used.has(one))}
            />
          </div>
          <div data-at="account">
            <SelectField
              of={of}
              name={`rules.${at}.accountId`}
              label={at === 0 ? t("account") : <Hidden>{t("accountOf", { at: at + 1 })}</Hidden>}
              options={accounts}
            />
          </div>
          <span className={styles.count}>
            {category !== null &&
              countOf.has(category) &&
              t("products", { count: countOf.get(category) ?? 0 })}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={t("dropRule", { category: category ?? String(at + 1) })}
            onClick={() => of.change({ rules: lines.filter((_, n) => n !== at) })}
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        className={styles.add}
        leftSection={<IconPlus size={15} stroke={1.8} />}
        onClick={() =>
          of.change({ rules: [...lines, { category: next?.category ?? null, accountId: null }] })
        }
      >
        {t("addRule")}
      </Button>
      {unruled !== undefined && (
        <p className="k-caption">
          {t("unruled", {
            count: rules.unruled.length,
            names: rules.unruled
              .slice(0, 5)
              .map(({ category }) => category)
              .join(", "),
          })}
        </p>
      )}
    </>
  );
}

const OF_SALES = [
  ...["sales", "discounts", "refunds", "shipping", "charges", "gift_cards", "sales_tax"],
  ...["differences", "cost_of_goods", "inventory", "receivable", "clearing"],
] as const;

/** The rest of what an order says, and where the house books it. */
function Parts({ of }: { of: PostingRules }) {
  const t = useWords(postingWords);
  const played = OF_SALES.flatMap((part) => {
    const found = of.parts.find((one) => one.part === part);
    return found === undefined ? [] : [{ part, account: found.account }];
  });
  return (
    <Section title={t("parts")}>
      <p className="k-caption">{t("partsText")}</p>
      <Table
        label={t("parts")}
        rows={played}
        keyOf={({ part }) => part}
        columns={[
          { label: t("what"), kind: "name", cell: ({ part }) => t(`part.${part}`) },
          {
            label: t("account"),
            cell: ({ account }) => (
              <Link to={`/journals?account=${account.id}`} className="k-link">
                {account.code} {account.name}
              </Link>
            ),
          },
        ]}
      />
    </Section>
  );
}
