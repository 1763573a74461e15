import { Button, Modal } from "@mantine/core";
import { IconGripVertical, IconPlus, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import {
  type Condition,
  DEPTH_MAX,
  HAS,
  isCondition,
  isNot,
  isRelated,
  partsIn,
  type Related,
  type Where,
} from "#kernel/where.ts";
import { common } from "#ui/words/common.words.ts";
import { reasonText } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import type { RecordTypeName } from "../../types/types.contract.ts";
import { type Catalogue, useCatalogue } from "../../types/web/types.client.ts";
import { ConditionInputs, conditionOn, whyNotYet } from "./condition-form.tsx";
import styles from "./filters.module.css";
import { filterWords } from "./filters.words.ts";

type Props = {
  type: RecordTypeName;
  catalogue: Catalogue;
  members: ReadonlyMap<string, string>;
  where: Where | null;
  onApply: (where: Where | null) => void;
  onClose: () => void;
};

/** The whole filter: groups in groups, what is asked of related records, and how it all holds together. */
export function WhereDialog({ where, onApply, onClose, ...props }: Props) {
  const t = useWords(filterWords);
  const said = useWords(common);
  const [draft, setDraft] = useState<Group>(() => groupFrom(where));
  const [problem, setProblem] = useState<string | null>(null);
  const apply = () => {
    const next = whereFrom(draft);
    const why = next === null ? null : firstWrong(next, props.catalogue);
    setProblem(why);
    if (why === null) onApply(next);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("nestedTitle")}
      size={720}
      yOffset="8vh"
      closeButtonProps={{ "aria-label": said("close") }}
    >
      <div className={styles.tree}>
        <GroupEditor {...props} of={draft} onChange={setDraft} depth={1} />
        {problem !== null && (
          <p className={styles.wrong} role="alert">
            {reasonText(problem)}
          </p>
        )}
        <div className={styles.verbs}>
          <Button onClick={apply}>{t("apply")}</Button>
          <Button variant="default" onClick={() => setDraft({ how: "all", parts: [] })}>
            {t("clear")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** A group as it is edited: a negated one is "none of". */
type How = "all" | "any" | "none";
type Part = Condition | Group | Theirs;
type Group = { how: How; parts: Part[] };
type Theirs = Omit<Related, "where"> & { inner: Group };

const isGroup = (part: Part): part is Group => "how" in part;
const isTheirs = (part: Part): part is Theirs => "related" in part;

function groupFrom(where: Where | null): Group {
  if (where === null) return { how: "all", parts: [] };
  const part = partFrom(where);
  return isGroup(part) ? part : { how: "all", parts: [part] };
}

function partFrom(where: Where): Part {
  if (isCondition(where)) return where;
  if (isRelated(where)) {
    const { where: inner, ...related } = where;
    return { ...related, inner: groupFrom(inner ?? null) };
  }
  if (isNot(where)) {
    const inner = groupFrom(where.not);
    return inner.how === "any" || inner.parts.length === 1
      ? { how: "none", parts: inner.parts }
      : { how: "none", parts: [inner] };
  }
  return { how: "all" in where ? "all" : "any", parts: partsIn(where).map(partFrom) };
}

/** Groups with nothing in them say nothing. */
function whereFrom({ how, parts }: Group): Where | null {
  const inner = parts.flatMap((part): Where[] => {
    if (isGroup(part)) {
      const where = whereFrom(part);
      return where === null ? [] : [where];
    }
    if (!isTheirs(part)) return [part];
    const { inner: theirs, count, ...related } = part;
    const where = whereFrom(theirs);
    return [
      {
        ...related,
        ...(related.has === "at_least" ? { count: count ?? 1 } : {}),
        ...(where === null ? {} : { where }),
      },
    ];
  });
  if (inner.length === 0) return null;
  if (how === "all") return { all: inner };
  return how === "any" ? { any: inner } : { not: { any: inner } };
}

function firstWrong(where: Where, catalogue: Catalogue): string | null {
  if (isCondition(where)) {
    const field = catalogue.fields.find(({ key }) => key === where.field);
    return field === undefined ? "records.filter.unknown_field" : whyNotYet(where, field);
  }
  // What is asked of other types is checked where it is answered.
  if (isRelated(where)) return null;
  const parts = isNot(where) ? [where.not] : partsIn(where);
  return parts.map((part) => firstWrong(part, catalogue)).find((why) => why !== null) ?? null;
}

type GroupProps = Pick<Props, "type" | "catalogue" | "members"> & {
  of: Group;
  onChange: (group: Group) => void;
  depth: number;
};

function GroupEditor({ of, onChange, depth, ...props }: GroupProps) {
  const t = useWords(filterWords);
  const [dragged, setDragged] = useState<number | null>(null);
  const { catalogue } = props;
  const first = catalogue.fields.find(({ canFilter }) => canFilter);
  const relation = catalogue.relations[0];
  const put = (parts: Part[]) => onChange({ ...of, parts });
  const set = (at: number, part: Part) => put(of.parts.map((one, i) => (i === at ? part : one)));
  const move = (from: number, to: number) => {
    const part = of.parts[from];
    if (part === undefined || to < 0 || to >= of.parts.length) return;
    const rest = of.parts.filter((_, at) => at !== from);
    put([...rest.slice(0, to), part, ...rest.slice(to)]);
  };
  const add = (part: Part) => put([...of.parts, part]);
  return (
    <fieldset className={styles.group} aria-label={t(of.how)}>
      <select
        className={styles.select}
        aria-label={t("how")}
        value={of.how}
        onChange={({ currentTarget }) => onChange({ ...of, how: currentTarget.value as How })}
      >
        {(["all", "any", "none"] as const).map((how) => (
          <option key={how} value={how}>
            {t(how)}
          </option>
        ))}
      </select>
      {of.parts.length === 0 && depth === 1 && <p className={styles.quiet}>{t("isEmpty")}</p>}
      {of.parts.map((part, at) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place.
          key={at}
          isDragged={dragged === at}
          onDrag={() => setDragged(at)}
          onDropped={() => {
            if (dragged !== null) move(dragged, at);
            setDragged(null);
          }}
          onMove={(step) => move(at, at + step)}
          onRemove={() => put(of.parts.filter((_, i) => i !== at))}
        >
          {isGroup(part) ? (
            <GroupEditor
              {...props}
              of={part}
              depth={depth + 1}
              onChange={(next) => set(at, next)}
            />
          ) : isTheirs(part) ? (
            <TheirsEditor {...props} of={part} depth={depth} onChange={(next) => set(at, next)} />
          ) : (
            <ConditionInputs {...props} of={part} onChange={(next) => set(at, next)} />
          )}
        </Row>
      ))}
      <div className={styles.verbs}>
        {first !== undefined && (
          <Add label={t("addCondition")} onClick={() => add(conditionOn(first))} />
        )}
        {depth < DEPTH_MAX && (
          <>
            <Add label={t("addGroup")} onClick={() => add({ how: "any", parts: [] })} />
            {relation !== undefined && (
              <Add
                label={t("addRelated")}
                onClick={() =>
                  add({ related: relation.key, has: "some", inner: { how: "all", parts: [] } })
                }
              />
            )}
          </>
        )}
      </div>
    </fieldset>
  );
}

const Add = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={onClick}>
    {label}
  </Button>
);

type RowProps = {
  isDragged: boolean;
  onDrag: () => void;
  onDropped: () => void;
  onMove: (step: number) => void;
  onRemove: () => void;
  children: React.ReactNode;
};

function Row({ isDragged, onDrag, onDropped, onMove, onRemove, children }: RowProps) {
  const t = useWords(filterWords);
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    onMove(step);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the grip has the keys; dragging is the mouse's way.
    <div
      className={styles.row}
      data-dragged={isDragged || undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.stopPropagation();
        onDropped();
      }}
    >
      <button
        type="button"
        className={styles.grip}
        draggable
        aria-label={t("moveHint")}
        title={t("moveHint")}
        onDragStart={(event) => {
          event.stopPropagation();
          onDrag();
        }}
        onKeyDown={keys}
      >
        <IconGripVertical size={15} stroke={1.6} aria-hidden="true" />
      </button>
      {children}
      <button type="button" className={styles.drop} aria-label={t("removeRow")} onClick={onRemove}>
        <IconX size={15} stroke={1.6} aria-hidden="true" />
      </button>
    </div>
  );
}

type TheirsProps = Omit<GroupProps, "of" | "onChange"> & {
  of: Theirs;
  onChange: (of: Theirs) => void;
};

function TheirsEditor({ of, onChange, depth, catalogue, members }: TheirsProps) {
  const t = useWords(filterWords);
  const language = useLanguage();
  const relation = catalogue.relations.find(({ key }) => key === of.related);
  const theirs = useCatalogue(relation?.type ?? null);
  return (
    <div className={styles.tree} style={{ flex: 1 }}>
      <div className={styles.row}>
        <select
          className={styles.select}
          aria-label={t("has")}
          value={of.has}
          onChange={({ currentTarget }) =>
            onChange({ ...of, has: currentTarget.value as Related["has"] })
          }
        >
          {HAS.map((has) => (
            <option key={has} value={has}>
              {t(`has.${has}`)}
            </option>
          ))}
        </select>
        {of.has === "at_least" && (
          <input
            className={`${styles.input} ${styles.short}`}
            type="number"
            min={1}
            max={10_000}
            aria-label={t("count")}
            value={of.count ?? 1}
            onChange={({ currentTarget }) =>
              onChange({ ...of, count: Math.max(1, Number(currentTarget.value) || 1) })
            }
          />
        )}
        <select
          className={styles.select}
          aria-label={t("addRelated")}
          value={of.related}
          onChange={({ currentTarget }) =>
            onChange({ ...of, related: currentTarget.value, inner: { how: "all", parts: [] } })
          }
        >
          {catalogue.relations.map(({ key, label }) => (
            <option key={key} value={key}>
              {label[language]}
            </option>
          ))}
        </select>
        <span className={styles.quiet}>{t("that")}</span>
      </div>
      {relation !== undefined && (
        <GroupEditor
          type={relation.type}
          catalogue={theirs}
          members={members}
          of={of.inner}
          depth={depth + 1}
          onChange={(inner) => onChange({ ...of, inner })}
        />
      )}
    </div>
  );
}
