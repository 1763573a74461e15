import { Button } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Face } from "#ui/face.tsx";
import { useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { countText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Tag } from "#ui/tag.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { ConsentStatus } from "./consent-status.tsx";
import { nameOf } from "./customer-name.ts";
import type { Customer } from "./customers.client.ts";
import { customerWords } from "./customers.words.ts";
import { type Compared, type Picks, undoMerge, useCompared, useMerging } from "./merging.client.ts";
import styles from "./merging.module.css";
import { mergingWords } from "./merging.words.ts";

type Field = "name" | "email" | "phone" | "organisation" | "address";
type Side = "into" | "from";
const FIELDS: readonly Field[] = ["name", "email", "phone", "organisation", "address"];

/** Two customers side by side: which of both each field is taken from. */
export function MergePage() {
  const t = useWords(mergingWords);
  const c = useWords(customerWords);
  const intoId = useParam("customerId");
  const both = useCompared(intoId, useParam("otherId"));
  const merging = useMerging();
  const [picks, pick] = useState<Partial<Record<Field, Side>>>({});
  return (
    <Page
      of={both}
      title={t("title")}
      crumb={{ to: `/customers/${intoId}`, label: both.data ? nameOf(both.data.into, c) : "" }}
      actions={(data) => <Verbs of={data} picks={picks} merging={merging} />}
    >
      {(data) => (
        <>
          <ProblemNote of={merging.error} />
          <p className={styles.lead}>{t("lead")}</p>
          <Both
            of={data}
            picks={picks}
            onPick={(field, side) => pick({ ...picks, [field]: side })}
          />
        </>
      )}
    </Page>
  );
}

type VerbsProps = { of: Compared; picks: Picks; merging: ReturnType<typeof useMerging> };

function Verbs({ of: { into, from, blocked }, picks, merging }: VerbsProps) {
  const t = useWords(mergingWords);
  const c = useWords(customerWords);
  const go = useGo();
  const merge = async () => {
    const { id } = await merging.mutateAsync({
      id: into.id,
      version: into.version,
      fromId: from.id,
      fromVersion: from.version,
      picks,
    });
    await go(`/customers/${into.id}`);
    toast(t("merged", { from: nameOf(from, c), into: nameOf(into, c) }), () => undoMerge(id));
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowsExchange size={16} stroke={1.6} />}
        onClick={() => go(`/customers/${from.id}/merge/${into.id}`)}
      >
        {t("swap")}
      </Button>
      <ActionButton
        blocked={blocked.merge}
        isBusy={merging.isPending}
        onClick={() => void merge().catch(() => undefined)}
      >
        {t("merge")}
      </ActionButton>
    </>
  );
}

type BothProps = {
  of: Compared;
  picks: Partial<Record<Field, Side>>;
  onPick: (field: Field, side: Side) => void;
};

function Both({ of, picks, onPick }: BothProps) {
  const t = useWords(mergingWords);
  const { into, from, proposal } = of;
  return (
    <div className={styles.both}>
      <div className={`${styles.row} ${styles.head}`}>
        <span className={styles.label} />
        <Who of={into} part={t("stays")} />
        <Who of={from} part={t("goes")} />
      </div>
      {FIELDS.map((field) => (
        <PickRow
          key={field}
          field={field}
          of={of}
          // What is masked is decided by the server, and shown by nobody.
          side={picks[field] ?? (proposal[field] === "from" ? "from" : "into")}
          onPick={(side) => onPick(field, side)}
        />
      ))}
      <Together label={t("tags")}>
        {[...new Set([...into.tags, ...from.tags])].map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </Together>
      <Together label={t("emailConsent")}>
        <ConsentStatus of={proposal.emailConsent} />
        <Firmer one={into.emailConsent} other={from.emailConsent} />
      </Together>
      <Together label={t("phoneConsent")}>
        <ConsentStatus of={proposal.phoneConsent} />
        <Firmer one={into.phoneConsent} other={from.phoneConsent} />
      </Together>
      <Together label={t("orders")}>
        <span>
          {countText(into.ordersCount)} + {countText(from.ordersCount)}
        </span>
        <span className={styles.doubt}>
          <Money minor={into.spentMinor + from.spentMinor} />
        </span>
      </Together>
      <Together label={t("knownAs")}>
        {[...into.identities, ...from.identities].map(({ kind, key }) => (
          <span key={`${kind}${key}`}>{key}</span>
        ))}
      </Together>
      {(into.note !== "" || from.note !== "") && (
        <Together label={t("notes")}>
          <span className={styles.address}>
            {[into.note, from.note].filter(Boolean).join("\n\n")}
          </span>
        </Together>
      )}
    </div>
  );
}

function Who({ of, part }: { of: Customer; part: string }) {
  const c = useWords(customerWords);
  return (
    <span className={styles.who}>
      <Face name={nameOf(of, c)} />
      <span>
        {nameOf(of, c)} <span className={styles.part}>{part}</span>
      </span>
    </span>
  );
}

type PickProps = { field: Field; of: Compared; side: Side; onPick: (side: Side) => void };

/** Where both say the same there is nothing to pick. */
function PickRow({ field, of, side, onPick }: PickProps) {
  const t = useWords(mergingWords);
  const c = useWords(customerWords);
  const [one, other] = [textOf(of.into, field), textOf(of.from, field)];
  if (one === other) return one === "" ? null : <Together label={t(field)}>{one}</Together>;
  const isMasked = [of.into[MASKED_BY[field]], of.from[MASKED_BY[field]]].includes("•••");
  return (
    <div className={styles.row} role="radiogroup" aria-label={t(field)}>
      <span className={styles.label}>{t(field)}</span>
      {(["into", "from"] as const).map((each) => {
        const text = each === "into" ? one : other;
        const shown = <Said key="said">{text}</Said>;
        return isMasked ? (
          <span key={each} className={styles.side}>
            {shown}
          </span>
        ) : (
          <label key={each} className={styles.side} data-kept={side === each}>
            <input
              type="radio"
              name={field}
              checked={side === each}
              aria-label={t("pickFrom", { field: t(field), name: nameOf(of[each], c) })}
              onChange={() => onPick(each)}
            />
            {shown}
          </label>
        );
      })}
    </div>
  );
}

const MASKED_BY = {
  name: "name",
  email: "email",
  phone: "phone",
  organisation: "organisation",
  address: "street",
} as const;

function Said({ children }: { children: string }) {
  const t = useWords(mergingWords);
  return children === "" ? (
    <span className={styles.doubt}>{t("none")}</span>
  ) : (
    <span className={styles.address}>{children}</span>
  );
}

function textOf(of: Customer, field: Field): string {
  if (field === "phone") return of.phone ?? of.phoneText ?? "";
  if (field !== "address") return of[field] ?? "";
  return [
    of.street,
    of.street2,
    [of.postcode, of.city].filter(Boolean).join(" "),
    [of.state, of.country].filter(Boolean).join(", "),
  ]
    .filter(Boolean)
    .join("\n");
}

function Together({ label, children }: { label: string; children: ReactNode }) {
  const t = useWords(mergingWords);
  const isEmpty = Array.isArray(children) && children.length === 0;
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      <span className={styles.together}>
        {isEmpty ? <span className={styles.doubt}>{t("none")}</span> : children}
      </span>
    </div>
  );
}

/** Said only where it made a difference. */
function Firmer({ one, other }: { one: string; other: string }) {
  const t = useWords(mergingWords);
  return one !== other && [one, other].includes("unsubscribed") ? (
    <span className={styles.doubt}>{t("firmer")}</span>
  ) : null;
}
