import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useColleagues } from "#modules/companies/roles/web/colleagues.ts";
import { booksWords } from "#modules/finance/books/web/books.words.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { CopyButton } from "#ui/copy.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Facts } from "#ui/facts.tsx";
import { NeededDayInput } from "#ui/form/day-input.tsx";
import { Link, useGo, useParam } from "#ui/link.tsx";
import { moneyText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar, useToday } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { JournalBox } from "./journal-box.tsx";
import { type JournalEntry, journalsApi, refreshBooks, useJournal } from "./journals.client.ts";
import styles from "./journals.module.css";

/** One entry as it stands for ever. */
export function JournalPage() {
  const t = useWords(booksWords);
  const calendar = useCalendar();
  const entry = useJournal(useParam("entryId"));
  const [isAsking, ask] = useState(false);
  return (
    <Page
      of={entry}
      title={({ number }) => number}
      crumb={{ to: "/journals", label: t("journal") }}
      status={({ isReversed }) => isReversed && <Status tone="quiet">{t("isReversed")}</Status>}
      actions={({ blocked }) => (
        <ActionButton quiet variant="default" blocked={blocked.reverse} onClick={() => ask(true)}>
          {t("reverse")}
        </ActionButton>
      )}
      aside={(data) => <Aside of={data} />}
    >
      {(data) => (
        <div className={styles.entry}>
          <p className={styles.what}>{data.memo || t(`source.${data.sourceType}`)}</p>
          {data.aboutOn !== data.postedOn && (
            <p className="k-caption">{t("about", { day: dateText(data.aboutOn, calendar) })}</p>
          )}
          <JournalBox of={data} />
          <p className={styles.proof}>
            <IconCircleCheck size={15} stroke={1.8} aria-hidden="true" />
            {t("equal")}: {moneyText(data.totalMinor, data.currency)}
          </p>
          <Reverse of={data} isOpen={isAsking} onClose={() => ask(false)} />
        </div>
      )}
    </Page>
  );
}

/** Where the paper behind an entry is looked at. */
const PLACES: Readonly<Partial<Record<JournalEntry["sourceType"], string>>> = {
  ...{ order: "orders", invoice: "invoices", credit_note: "invoices" },
  ...{ bill: "bills", vendor_credit: "bills", expense: "bills", disbursement: "payments-out" },
};

function Aside({ of }: { of: JournalEntry }) {
  const place = PLACES[of.sourceType];
  const t = useWords(booksWords);
  const calendar = useCalendar();
  const colleagues = useColleagues();
  const by =
    of.posterKind === "person"
      ? (colleagues.find(({ id }) => id === of.posterId)?.name ?? t("system"))
      : t(of.posterKind === "connection" ? "store" : "system");
  const named = (entry: { id: string; number: string } | null) =>
    entry !== null && (
      <Link to={`/journals/${entry.id}`} className="k-link">
        {entry.number}
      </Link>
    );
  return (
    <Section title={t("theEntry")}>
      <Facts
        rows={[
          [t("day"), dateText(of.postedOn, calendar)],
          [
            t("source"),
            place !== undefined && of.source !== null ? (
              <Link key="source" to={`/${place}/${of.source}`} className="k-link">
                {t(`source.${of.sourceType}`)}
              </Link>
            ) : (
              t(`source.${of.sourceType}`)
            ),
          ],
          of.reverses !== null && [t("reverses"), named(of.reverses)],
          of.reversedBy !== null && [t("reversedBy"), named(of.reversedBy)],
          [
            t("postedBy"),
            <span key="by">
              {by}, <When at={of.postedAt} as="full" />
            </span>,
          ],
          [
            t("hash"),
            <span key="hash" className="k-row">
              <code>{of.hash.slice(0, 12)}</code>
              <CopyButton label={t("hash")} value={of.hash} />
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

function Reverse({
  of,
  isOpen,
  onClose,
}: {
  of: JournalEntry;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useWords(booksWords);
  const go = useGo();
  const [postedOn, choose] = useState(useToday());
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("reverseTitle", { number: of.number })}
      verb={t("reverseVerb")}
      onDo={async () => {
        const answer = await journalsApi.reverse({ id: of.id, postedOn });
        void refreshBooks();
        toast(t("reversed", { number: of.number, by: answer.number }));
        go(`/journals/${answer.id}`);
      }}
    >
      <p>{t("reverseText")}</p>
      <NeededDayInput mt={12} label={t("reverseOn")} value={postedOn} onDay={choose} />
    </Dialog>
  );
}
