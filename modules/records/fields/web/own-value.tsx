import type { ReactNode } from "react";
import { MASK } from "#kernel/classes.ts";
import { placeOf } from "#modules/records/timeline/web/places.ts";
import { dateText } from "#ui/dates.ts";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { useCalendar } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { common } from "#ui/words/common.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import type { FieldKind } from "../../types/types.contract.ts";
import { type OwnField, useTitle } from "./fields.client.ts";
import styles from "./fields.module.css";
import { fieldWords } from "./fields.words.ts";

/** As much of a field as a value needs to be read. */
type Shown = {
  readonly kind: FieldKind;
  readonly choices: readonly {
    readonly value: string;
    readonly label: OwnField["label"];
    readonly colour?: string | undefined;
  }[];
};

/** A value as people read it. `bare`: in a list, where nothing inside leads elsewhere. */
export function OwnValue({
  of,
  value,
  bare = false,
}: {
  of: Shown;
  value: unknown;
  bare?: boolean;
}) {
  if (value === null || value === undefined) return null;
  if (value === MASK) return MASK;
  switch (of.kind) {
    case "number":
      return <Figure of={value} />;
    case "money":
      return typeof value === "number" ? <Money minor={value} /> : null;
    case "date":
      return <DayText of={String(value)} />;
    case "moment":
      return <When at={String(value)} as="full" />;
    case "yes_no":
      return <YesNo of={value === true} />;
    case "choice":
      return <Chips of={of} values={[String(value)]} />;
    case "choices":
      return <Chips of={of} values={Array.isArray(value) ? value.map(String) : []} />;
    case "reference":
      return <RecordName id={String(value)} bare={bare} />;
    default:
      return <Text kind={of.kind} value={value} bare={bare} />;
  }
}

function Text({
  kind,
  value,
  bare,
}: {
  kind: FieldKind;
  value: unknown;
  bare: boolean;
}): ReactNode {
  const text = phoneText(value);
  if (bare) return text;
  if (kind === "link" && /^https?:/.test(text))
    return (
      <a className="k-link" href={text} target="_blank" rel="noreferrer noopener">
        {text.replace(/^https?:\/\//, "").replace(/\/$/, "")}
      </a>
    );
  if (kind === "email")
    return (
      <a className="k-link" href={`mailto:${text}`}>
        {text}
      </a>
    );
  if (kind === "phone")
    return (
      <a className="k-link" href={`tel:${text.replace(/[^+\d]/g, "")}`}>
        {text}
      </a>
    );
  return <span className={styles.text}>{text}</span>;
}

/** A phone is an object on the wire: the number as it is dialled, or as it was typed. */
export function phoneText(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  const { e164, text } = value as { e164?: string | null; text?: string };
  return e164 ?? text ?? "";
}

const figure = new Intl.NumberFormat("en", { maximumFractionDigits: 10 });
const Figure = ({ of }: { of: unknown }) =>
  typeof of === "number" ? figure.format(of) : String(of);

function DayText({ of }: { of: string }) {
  const calendar = useCalendar();
  return <time dateTime={of}>{dateText(of, calendar)}</time>;
}

function YesNo({ of }: { of: boolean }) {
  const t = useWords(common);
  return t(of ? "yes" : "no");
}

/** Choices in the order in which they are offered, each with its colour. */
export function Chips({ of, values }: { of: Shown; values: readonly string[] }) {
  const language = useLanguage();
  const chosen = of.choices.filter(({ value }) => values.includes(value));
  return (
    <span className={styles.chips}>
      {chosen.map(({ value, label, colour }) => (
        <Chip key={value} colour={colour ?? "grey"}>
          {label[language]}
        </Chip>
      ))}
    </span>
  );
}

export const Chip = ({ colour, children }: { colour: string; children: ReactNode }) => (
  <span className={styles.chip} data-colour={colour}>
    <i aria-hidden="true" />
    {children}
  </span>
);

/** What a reference names; who does not see it sees that there is something. */
function RecordName({ id, bare }: { id: string; bare: boolean }) {
  const t = useWords(fieldWords);
  const title = useTitle(id);
  if (title === undefined) return <span className="k-muted">…</span>;
  const name = title === null ? t("gone") : title || t("nameless");
  if (bare || title === null)
    return <span className={title === null ? "k-muted" : undefined}>{name}</span>;
  return (
    <Link to={placeOf(id)} className="k-link">
      {name}
    </Link>
  );
}
