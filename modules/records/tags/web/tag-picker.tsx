import { Button, Checkbox, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { Popup } from "#ui/popup.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useMay } from "#ui/session.tsx";
import { Tag } from "#ui/tag.tsx";
import { useWords } from "#ui/words.ts";
import { ColourChoice } from "./colour-choice.tsx";
import { TagChips } from "./tag-chips.tsx";
import { type Colour, refreshTags, tagsApi, useColourOf, useTagNames } from "./tags.client.ts";
import styles from "./tags.module.css";
import { tagWords } from "./tags.words.ts";

type Props = {
  of: readonly string[];
  /** A reason code: shows them alone. */
  blocked: string | null;
  onSave: (tags: string[]) => Promise<unknown>;
};

/** The tags of a record: a click shows those there are, to tick, and makes one that is not there yet. */
export function TagPicker({ of, blocked, onSave }: Props) {
  const t = useWords(tagWords);
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const shown =
    of.length === 0 ? <span className="k-muted">{t("none")}</span> : <TagChips of={of} />;
  if (blocked !== null) return shown;
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={styles.opener}
        aria-label={t("edit", { tags: of.join(", ") || t("none") })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        data-edit
        onClick={() => setOpen(!isOpen)}
      >
        {shown}
      </button>
      {isOpen && (
        <Popup label={t("tags")} anchor={anchor} onClose={() => setOpen(false)} width={280}>
          <Picking of={of} onSave={onSave} onClose={() => setOpen(false)} />
        </Popup>
      )}
    </>
  );
}

const SHOWN_MAX = 100;

function Picking({ of, onSave, onClose }: Omit<Props, "blocked"> & { onClose: () => void }) {
  const t = useWords(tagWords);
  const known = useTagNames();
  const colourOf = useColourOf();
  const mayColour = useMay("records.tags.write");
  const [typed, setTyped] = useState("");
  const [colour, setColour] = useState<Colour>("blue");
  const [problem, setProblem] = useState<unknown>(null);
  const name = typed.trim();
  const all = [...new Set([...of, ...known])];
  const fitting = all.filter((one) => one.toLowerCase().includes(name.toLowerCase()));
  const isNew = name !== "" && !all.some((one) => one.toLowerCase() === name.toLowerCase());
  const save = (tags: string[]) => onSave(tags).catch(setProblem);
  const toggle = (tag: string) =>
    save(of.includes(tag) ? of.filter((one) => one !== tag) : [...of, tag]);
  const make = async () => {
    try {
      if (mayColour) await tagsApi.colour({ name, colour });
      await onSave([...of, name]);
      setTyped("");
      if (mayColour) await refreshTags();
    } catch (refused) {
      setProblem(refused);
    }
  };
  return (
    <div className={styles.picker}>
      <TextInput
        aria-label={t("find")}
        placeholder={t("find")}
        value={typed}
        maxLength={50}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || name === "") return;
          event.preventDefault();
          const [only] = fitting;
          if (isNew) void make();
          else if (only !== undefined) void toggle(only).then(() => setTyped(""));
        }}
      />
      <div className={styles.options}>
        {fitting.slice(0, SHOWN_MAX).map((tag) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox stands inside.
          <label key={tag} className={styles.option}>
            <Checkbox
              aria-label={tag}
              checked={of.includes(tag)}
              onChange={() => void toggle(tag)}
            />
            <Tag colour={colourOf(tag)}>{tag}</Tag>
          </label>
        ))}
        {fitting.length === 0 && !isNew && <span className="k-muted">{t("nothingFits")}</span>}
      </div>
      {isNew && (
        <div className={styles.create}>
          {mayColour && <ColourChoice of={colour} onPick={setColour} />}
          <Button variant="default" onClick={() => void make()}>
            {t("make", { name })}
          </Button>
        </div>
      )}
      <ProblemNote of={problem} />
      <div className={styles.foot}>
        <Button variant="subtle" size="compact-sm" onClick={onClose}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
