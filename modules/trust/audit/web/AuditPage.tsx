import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { exactText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { Facts } from "#ui/facts.tsx";
import { Link } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column, Filter } from "#ui/list/types.ts";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Was } from "#ui/timeline.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { audit } from "../audit.contract.ts";
import styles from "./audit.module.css";
import { type AuditT, auditWords } from "./audit.words.ts";
import { LogActions, LogNote, LogStatus, useLogState } from "./log-state.tsx";

const api = client(audit);
type Entry = Received<typeof audit.list>["rows"][number];
const KINDS = ["person", "connection", "system"] as const;
const ABOUT = ["sign_ins", "exports", "rights", "looks"] as const;

/** Who did what to which record, when and from where. */
export function AuditPage() {
  const t = useWords(auditWords);
  const { data: state } = useLogState();
  return (
    <ListPage
      status={<LogStatus of={state} />}
      actions={<LogActions of={state} />}
      note={<LogNote of={state} />}
      title={t("audit")}
      path="/audit"
      views={[
        { label: t("all"), filter: {} },
        ...KINDS.map((actorKind) => ({ label: t(`kind.${actorKind}`), filter: { actorKind } })),
        ...ABOUT.map((about) => ({ label: t(`about.${about}`), filter: { about } })),
      ]}
      topic="trust.audit"
      noun={{ one: t("entry"), many: t("entries") }}
      load={({ sort: _, ...query }) => api.list(query)}
      idOf={({ number }) => String(number)}
      nameOf={({ actorName, subjectName }) => `${actorName}, ${subjectName}`}
      peek={(row) => <EntryPeek of={row} />}
      search={t("searchFor")}
      columns={columnsOf(t)}
      filters={useFilters(t)}
      phone={(row) => ({
        title: recordText(row, t),
        facts: `${actionText(row.action, t)}, ${row.actorName || t("nobody")}`,
        end: <When at={row.at} />,
      })}
      empty={
        <Empty icon={<IconHistory size={28} stroke={1.4} />} title={t("emptyTitle")}>
          {t("emptyText")}
        </Empty>
      }
    />
  );
}

const actionText = (action: string, t: AuditT): string => (t.has(action) ? t(action) : action);

/** "Order 1042": the kind of record and its name. */
function recordText({ subjectType, subjectName }: Entry, t: AuditT): string {
  const kind = `type.${subjectType}`;
  return t.has(kind) ? t(kind, { name: subjectName }) : subjectName;
}

const columnsOf = (t: AuditT): Column<Entry>[] => [
  {
    key: "when",
    label: t("when"),
    kind: "date",
    width: "minmax(132px, 1fr)",
    cell: ({ at }) => <When at={at} as="full" />,
  },
  { key: "who", label: t("who"), kind: "name", cell: ({ actorName }) => actorName || t("nobody") },
  {
    key: "what",
    label: t("what"),
    kind: "facts",
    width: "minmax(160px, 2fr)",
    cell: ({ action }) => actionText(action, t),
  },
  {
    key: "record",
    label: t("record"),
    kind: "facts",
    width: "minmax(140px, 2fr)",
    cell: (row) => recordText(row, t),
  },
  { key: "from", label: t("from"), kind: "facts", cell: ({ ip }) => ip },
];

function useFilters(t: AuditT): Filter[] {
  const actions = useQuery({
    queryKey: ["trust.audit", "actions"],
    queryFn: ({ signal }) => api.actions({}, signal),
  });
  return [
    { kind: "days", label: t("day"), from: "from", to: "to" },
    {
      kind: "choice",
      label: t("kind"),
      param: "actorKind",
      options: KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      kind: "choice",
      label: t("about"),
      param: "about",
      options: ABOUT.map((value) => ({ value, label: t(`about.${value}`) })),
    },
    {
      kind: "choice",
      label: t("what"),
      param: "action",
      options: (actions.data?.actions ?? []).map((value) => ({
        value,
        label: actionText(value, t),
      })),
    },
    { kind: "given", label: t("record"), param: "subject" },
  ];
}

const PLACES = {
  ...{ cus: "customers", ord: "orders", prd: "products", con: "connections" },
  ...{ ivc: "invoices", prq: "requests" },
} as const;

function EntryPeek({ of }: { of: Entry }) {
  const t = useWords(auditWords);
  const calendar = useCalendar();
  const place = PLACES[of.subject.slice(0, 3) as keyof typeof PLACES];
  return (
    <>
      <Section title={actionText(of.action, t)}>
        <Facts
          rows={[
            [t("record"), recordText(of, t)],
            [t("who"), of.actorName || t("nobody")],
            [t("exact"), exactText(of.at, calendar)],
            of.ip !== null && [t("from"), of.ip],
            [t("number"), String(of.number)],
          ]}
        />
        {place !== undefined && (
          <Link to={`/${place}/${of.subject}`} className="k-link">
            {t("openRecord")}
          </Link>
        )}
      </Section>
      <Section title={t("change")}>
        <Changes of={of.change} />
      </Section>
    </>
  );
}

/** Field by field, old and new; a deed that speaks otherwise is shown as it was written. */
function Changes({ of }: { of: Entry["change"] }) {
  const t = useWords(auditWords);
  const { before, after } = of;
  if (isFields(after)) {
    const old = isFields(before) ? before : {};
    return (
      <Facts
        rows={Object.keys(after).map((field) => [
          field,
          field in old ? (
            <Was key={field} from={textOf(old[field])} to={textOf(after[field])} />
          ) : (
            textOf(after[field])
          ),
        ])}
      />
    );
  }
  if (Array.isArray(of["seen"])) return <Facts rows={[[t("seen"), of["seen"].join(", ")]]} />;
  if (Object.keys(of).length === 0) return <p className="k-muted">{t("nothing")}</p>;
  return <pre className={styles.whole}>{JSON.stringify(of, null, 2)}</pre>;
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
