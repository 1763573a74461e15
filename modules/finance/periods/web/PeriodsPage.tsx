import { Textarea } from "@mantine/core";
import { IconCalendarOff, IconLock, IconLockOpen, IconReceiptTax } from "@tabler/icons-react";
import { useState } from "react";
import { booksWords } from "#modules/finance/books/web/books.words.ts";
import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { YearClose } from "#modules/finance/closings/web/year-close.tsx";
import { monthText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { More } from "#ui/more.tsx";
import { countText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { type Period, periodVerbs, usePeriods } from "./periods.client.ts";
import styles from "./periods.module.css";

type Asked = { readonly what: "hard" | "lift"; readonly period: Period } | null;

/** The months of the books, and how firmly each is closed. */
export function PeriodsPage() {
  const t = useWords(booksWords);
  const periods = usePeriods();
  const [asked, ask] = useState<Asked>(null);
  const [problem, tell] = useState<unknown>(null);
  return (
    <Page of={periods} title={t("periods")} tabs={<BooksTabs here="/books/periods" />}>
      {({ periods: all }) =>
        all.length === 0 ? (
          <Empty icon={<IconCalendarOff size={28} stroke={1.4} />} title={t("periods")}>
            {t("finance.books.off")}
          </Empty>
        ) : (
          <div className={styles.years}>
            <p className="k-caption">{t("periodsText")}</p>
            <ProblemNote of={problem} />
            {[...Map.groupBy(all, ({ financialYear }) => financialYear)].map(([year, months]) => (
              <Section
                key={year}
                title={t("year", { year: String(year) })}
                action={<YearClose year={year} />}
              >
                <Months of={months} ask={ask} tell={tell} />
              </Section>
            ))}
            <Hard asked={asked} onClose={() => ask(null)} />
            <Lift asked={asked} onClose={() => ask(null)} />
          </div>
        )
      }
    </Page>
  );
}

type MonthsProps = {
  of: readonly Period[];
  ask: (asked: Asked) => void;
  tell: (problem: unknown) => void;
};

function Months({ of, ask, tell }: MonthsProps) {
  const t = useWords(booksWords);
  const language = useLanguage();
  return (
    <Table<Period>
      label={t("periods")}
      rows={of}
      keyOf={({ startsOn }) => startsOn}
      columns={[
        {
          label: t("month"),
          kind: "name",
          cell: ({ startsOn }) => monthText(startsOn, language),
        },
        { label: t("state"), phone: "under", cell: (period) => <Locks of={period} /> },
        {
          label: t("entriesHead"),
          kind: "number",
          phone: "hide",
          cell: ({ entriesCount }) => (entriesCount === 0 ? "–" : countText(entriesCount)),
        },
        {
          label: <Hidden>{t("edit")}</Hidden>,
          kind: "number",
          cell: (period) => <Verbs of={period} ask={ask} tell={tell} />,
        },
      ]}
    />
  );
}

function Locks({ of }: { of: Period }) {
  const t = useWords(booksWords);
  if (of.hardLockedAt !== null) return <Status tone="accent">{t("lock.hard")}</Status>;
  if (of.filedAt !== null) return <Status tone="good">{t("lock.filed")}</Status>;
  if (of.softLockedAt !== null) return <Status tone="warn">{t("lock.soft")}</Status>;
  return <Status tone="quiet">{t("lock.open")}</Status>;
}

function Verbs({ of, ask, tell }: { of: Period } & Omit<MonthsProps, "of">) {
  const t = useWords(booksWords);
  const month = monthText(of.startsOn, useLanguage());
  const doing = (verb: () => Promise<void>, said: string) => () => {
    verb().then(
      () => {
        tell(null);
        toast(said);
      },
      (problem: unknown) => tell(problem),
    );
  };
  const { startsOn, blocked } = of;
  const lift =
    of.filedAt === null
      ? doing(() => periodVerbs.liftSoft(startsOn), t("lifted", { month }))
      : () => ask({ what: "lift", period: of });
  return (
    <More
      label={t("moreOf", { name: month })}
      items={[
        {
          label: t("lockSoft"),
          icon: <IconLock size={16} stroke={1.6} />,
          blocked: blocked.soft,
          onClick: doing(() => periodVerbs.lockSoft(startsOn), t("lockedSoft", { month })),
        },
        {
          label: t("lockFiled"),
          icon: <IconReceiptTax size={16} stroke={1.6} />,
          blocked: blocked.filed,
          onClick: doing(() => periodVerbs.lockFiled(startsOn), t("lockedFiled", { month })),
        },
        {
          label: t("lift"),
          icon: <IconLockOpen size={16} stroke={1.6} />,
          blocked: blocked.lift,
          onClick: lift,
        },
        {
          label: t("lockHard"),
          icon: <IconLock size={16} stroke={1.6} />,
          blocked: blocked.hard,
          isDanger: true,
          onClick: () => ask({ what: "hard", period: of }),
        },
      ]}
    />
  );
}

function Hard({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const t = useWords(booksWords);
  const month = useMonthOf(asked);
  return (
    <Dialog
      isOpen={asked?.what === "hard"}
      onClose={onClose}
      title={t("hardTitle", { month })}
      verb={t("lockHard")}
      isDanger
      onDo={async () => {
        await periodVerbs.lockHard(asked?.period.startsOn ?? "");
        toast(t("lockedHard", { month }));
      }}
    >
      {t("hardText")}
    </Dialog>
  );
}

function Lift({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const t = useWords(booksWords);
  const [reason, say] = useState("");
  const month = useMonthOf(asked);
  return (
    <Dialog
      isOpen={asked?.what === "lift"}
      onClose={onClose}
      title={t("liftTitle", { month })}
      verb={t("lift")}
      onDo={async () => {
        await periodVerbs.liftFiled(asked?.period.startsOn ?? "", reason);
        say("");
        toast(t("lifted", { month }));
      }}
    >
      <p>{t("liftText")}</p>
      <Textarea
        mt={12}
        label={t("reasonWhy")}
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => say(currentTarget.value)}
      />
    </Dialog>
  );
}

const useMonthOf = (asked: Asked): string => {
  const language = useLanguage();
  return asked === null ? "" : monthText(asked.period.startsOn, language);
};
