import { useId } from "react";
import { Tag } from "#ui/tag.tsx";
import { useWords } from "#ui/words.ts";
import { COLOURS, type Colour } from "./tags.client.ts";
import styles from "./tags.module.css";
import { tagWords } from "./tags.words.ts";

/** One of the eight, each by its name: a dot alone says nothing to who does not tell it from the next. */
export function ColourChoice({ of, onPick }: { of: Colour; onPick: (colour: Colour) => void }) {
  const t = useWords(tagWords);
  const name = useId();
  return (
    <fieldset className={styles.colours} aria-label={t("colour")}>
      {COLOURS.map((colour) => (
        <label key={colour}>
          <input type="radio" name={name} checked={colour === of} onChange={() => onPick(colour)} />
          <span data-swatch>
            <Tag colour={colour}>{t(`colour.${colour}`)}</Tag>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
