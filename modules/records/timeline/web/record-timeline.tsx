import { Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowMerge,
  IconArrowsSplit,
  IconBan,
  IconBell,
  IconCash,
  IconCheck,
  IconDownload,
  IconEraser,
  IconFileImport,
  IconInbox,
  IconMail,
  IconMailCheck,
  IconMailOff,
  IconNote,
  IconPencil,
  IconRepeat,
  IconShoppingBag,
  IconTrash,
  IconTruckDelivery,
  IconUserCheck,
  IconUserPlus,
} from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { CUSTOM } from "#kernel/classes.ts";
import { client, type Received, type Sent } from "#ui/api.ts";
import { Bones } from "#ui/bones.tsx";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Timeline, type TimelineItem, Was } from "#ui/timeline.tsx";
import { useWords } from "#ui/words.ts";
import { OwnWas } from "../../fields/web/own-was.tsx";
import { timeline } from "../timeline.contract.ts";
import styles from "./record-timeline.module.css";
import { type TimelineT, timelineWords } from "./timeline.words.ts";

const api = client(timeline);
type Entry = Received<typeof timeline.list>["rows"][number];

/** What happened to a record, newest first, as much of it as somebody asks for. `subject` is its shown id. */
export function RecordTimeline({ subject }: { subject: string }) {
  const t = useWords(timelineWords);
  const [kind, setKind] = useState<Kind | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ["records.timeline", subject, kind],
    queryFn: ({ pageParam, signal }) =>
      api.list(
        {
          subject,
          ...(kind === null ? {} : { kind }),
          ...(pageParam === null ? {} : { after: pageParam }),
        },
        signal,
      ),
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  if (pages.isPending) return <Bones rows={3} />;
  if (pages.isError) return <ProblemNote of={pages.error} onRetry={() => void pages.refetch()} />;
  const entries = pages.data.pages.flatMap(({ rows }) => rows);
  const kinds = KINDS[subject.slice(0, 3)] ?? [];
  return (
    <>
      {kinds.length > 0 && (entries.length > 0 || kind !== null) && (
        <Kinds of={kinds} chosen={kind} onPick={setKind} />
      )}
      {entries.length === 0 && (
        <p className="k-muted">{t(kind === null ? "empty" : "noneOfKind")}</p>
      )}
      <Timeline of={entries.map((entry) => itemOf(entry, subject, t))} />
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </>
  );
}

type Kind = NonNullable<Sent<typeof timeline.list>["kind"]>;

/** What the history of a kind of record can be narrowed to. */
const KINDS: Readonly<Record<string, readonly Kind[]>> = {
  cus: ["sales", "notes", "tasks", "consents", "edits"],
  ord: ["sales", "notes", "tasks", "edits"],
  prd: ["notes", "tasks", "edits"],
};

function Kinds(props: {
  of: readonly Kind[];
  chosen: Kind | null;
  onPick: (kind: Kind | null) => void;
}) {
  const t = useWords(timelineWords);
  return (
    <fieldset className={styles.kinds}>
      <legend>{t("kinds")}</legend>
      {[null, ...props.of].map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={kind === props.chosen}
          onClick={() => props.onPick(kind)}
        >
          {t(kind === null ? "kind.all" : `kind.${kind}`)}
        </button>
      ))}
    </fieldset>
  );
}

function itemOf(entry: Entry, subject: string, t: TimelineT): TimelineItem {
  const verb = entry.kind.split(".").at(-1) ?? "";
  const look = LOOKS[verb] ?? LOOKS["changed"];
  return {
    key: entry.key,
    at: entry.at,
    icon: look?.icon,
    ...(look?.tone === undefined ? {} : { tone: look.tone }),
    body: sentenceOf(entry, t),
    ...noteOf(entry, subject),
  };
}

const LOOKS: Readonly<Record<string, { icon: ReactNode; tone?: "good" | "bad" | "accent" }>> = {
  placed: { icon: <IconShoppingBag size={15} stroke={1.6} />, tone: "accent" },
  paid: { icon: <IconCash size={15} stroke={1.6} />, tone: "good" },
  fulfilled: { icon: <IconTruckDelivery size={15} stroke={1.6} />, tone: "good" },
  refunded: { icon: <IconArrowBackUp size={15} stroke={1.6} /> },
  cancelled: { icon: <IconBan size={15} stroke={1.6} /> },
  deleted: { icon: <IconBan size={15} stroke={1.6} /> },
  trashed: { icon: <IconTrash size={15} stroke={1.6} /> },
  started: { icon: <IconRepeat size={15} stroke={1.6} />, tone: "good" },
  created: { icon: <IconUserPlus size={15} stroke={1.6} /> },
  imported: { icon: <IconFileImport size={15} stroke={1.6} /> },
  import_changed: { icon: <IconFileImport size={15} stroke={1.6} /> },
  first_seen: { icon: <IconUserPlus size={15} stroke={1.6} /> },
  merged: { icon: <IconArrowMerge size={15} stroke={1.6} />, tone: "accent" },
  parted: { icon: <IconArrowsSplit size={15} stroke={1.6} /> },
  changed: { icon: <IconPencil size={15} stroke={1.6} /> },
  finished: { icon: <IconCheck size={15} stroke={1.6} />, tone: "good" },
  email_subscribed: { icon: <IconMailCheck size={15} stroke={1.6} />, tone: "good" },
  email_unsubscribed: { icon: <IconMailOff size={15} stroke={1.6} /> },
  phone_subscribed: { icon: <IconMailCheck size={15} stroke={1.6} />, tone: "good" },
  phone_unsubscribed: { icon: <IconMailOff size={15} stroke={1.6} /> },
  written: { icon: <IconNote size={15} stroke={1.6} /> },
  received: { icon: <IconInbox size={15} stroke={1.6} />, tone: "accent" },
  matched: { icon: <IconUserPlus size={15} stroke={1.6} /> },
  identified: { icon: <IconUserCheck size={15} stroke={1.6} /> },
  packed: { icon: <IconDownload size={15} stroke={1.6} /> },
  corrected: { icon: <IconPencil size={15} stroke={1.6} /> },
  sent: { icon: <IconMail size={15} stroke={1.6} /> },
  accepted: { icon: <IconCheck size={15} stroke={1.6} />, tone: "good" },
  declined: { icon: <IconBan size={15} stroke={1.6} /> },
  reminded: { icon: <IconBell size={15} stroke={1.6} /> },
  erasing: { icon: <IconEraser size={15} stroke={1.6} />, tone: "accent" },
  erased: { icon: <IconEraser size={15} stroke={1.6} /> },
  answered: { icon: <IconUserCheck size={15} stroke={1.6} />, tone: "good" },
  refused: { icon: <IconBan size={15} stroke={1.6} /> },
};

/** The kind's own sentence; a deed of a person says who; a kind without words names itself. */
function sentenceOf({ kind, detail }: Entry, t: TimelineT): ReactNode {
  const verb = kind.split(".").at(-1) ?? "";
  const who = typeof detail["actor"] === "string" ? <b key="who">{detail["actor"]}</b> : null;
  if (who !== null && t.has(verb)) return t.rich(verb, { who });
  if (!t.has(kind))
    return who === null ? t("other", { what: kind }) : t.rich("did", { what: kind, who });
  return t.rich(kind, { number: numberOf(detail), amount: amountOf(detail) });
}

function numberOf(detail: Entry["detail"]): ReactNode {
  const number = String(detail["number"] ?? "");
  const order = detail["order"];
  return typeof order === "string" ? (
    <Link to={`/orders/${order}`} className="k-link">
      {number}
    </Link>
  ) : (
    <b>{number}</b>
  );
}

function amountOf(detail: Entry["detail"]): ReactNode {
  const minor = detail["amountMinor"] ?? detail["totalMinor"];
  const currency = detail["currency"];
  if (typeof minor !== "number") return "";
  return typeof currency === "string" ? (
    <Money minor={minor} currency={currency} />
  ) : (
    <Money minor={minor} />
  );
}

/** An edit shows the old and the new of each field; a note its words, a task what was done; a refund its reason. */
function noteOf({ detail }: Entry, subject: string): { note?: ReactNode } {
  const before = detail["before"];
  const after = detail["after"];
  if (isFields(before) && isFields(after)) {
    return {
      note: Object.keys(after)
        .filter((field) => isOwn(field) || isShort(after[field]))
        .filter((field) => field !== "isInTrash")
        .map((field) => (
          <div key={field}>
            {isOwn(field) ? (
              <OwnWas name={field} subject={subject} from={before[field]} to={after[field]} />
            ) : (
              <Was from={textOf(before[field])} to={textOf(after[field])} />
            )}
          </div>
        )),
    };
  }
  const said = detail["text"] ?? detail["title"] ?? detail["proof"] ?? detail["reason"];
  return typeof said === "string" && said !== "" ? { note: said } : {};
}

const isOwn = (name: string) => name.startsWith(CUSTOM);

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** What can be said in a line: a list of words, but not of records. */
const isShort = (value: unknown) =>
  value === null ||
  typeof value !== "object" ||
  (Array.isArray(value) && value.every((one) => typeof one !== "object"));
const textOf = (value: unknown): string =>
  value === null || value === undefined || value === ""
    ? "–"
    : Array.isArray(value)
      ? value.join(", ")
      : String(value);
