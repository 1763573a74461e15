import { Checkbox } from "@mantine/core";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Note } from "#ui/note.tsx";
import { refresh } from "#ui/query.ts";
import { useSession } from "#ui/session.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { permissionWords } from "../../roles/web/permissions.words.ts";
import { KeyLasts } from "../keys.contract.ts";
import { keysApi, type Made } from "./keys.client.ts";
import styles from "./keys.module.css";
import { keyWords } from "./keys.words.ts";

const MAY = ["all", "reading", "picked"] as const;
type Values = {
  name: string;
  may: (typeof MAY)[number];
  picked: string[];
  lasts: (typeof KeyLasts.options)[number];
};
const EMPTY: Values = { name: "", may: "reading", picked: [], lasts: "90_days" };

/** What a key can be given: of the person's own permissions, all but making keys. */
const useGivable = (): readonly string[] =>
  (useSession()?.permissions ?? [])
    .filter((permission) => !permission.startsWith("companies.keys."))
    .toSorted();

export function NewKey({ onMade }: { onMade: (made: Made) => void }) {
  const t = useWords(keyWords);
  const givable = useGivable();
  const form = useForm<Values, Made>({
    start: EMPTY,
    check: ({ name, may, picked }) => ({
      name: name.trim() === "" ? "field.required" : null,
      picked: may === "picked" && picked.length === 0 ? "field.required" : null,
    }),
    send: ({ name, may, picked, lasts }) =>
      keysApi.make({ name, lasts, scopes: scopesOf(may, picked, givable) }),
    onKept: (made) => {
      form.reset(EMPTY);
      void refresh("companies.keys");
      onMade(made);
    },
  });
  const { may, lasts } = form.values;
  return (
    <Form of={form}>
      <TextField of={form} name="name" label={t("name")} help={t("nameHelp")} />
      <SelectField
        of={form}
        name="may"
        label={t("may")}
        options={MAY.map((one) => ({ value: one, label: t(one) }))}
      />
      {may === "picked" && <Picked of={form} options={givable} />}
      <SelectField
        of={form}
        name="lasts"
        label={t("lasts")}
        options={KeyLasts.options.map((one) => ({ value: one, label: t(one) }))}
      />
      {lasts === "forever" && <Note tone="warn">{t("foreverWarns")}</Note>}
      <div>
        <SendButton of={form}>{t("make")}</SendButton>
      </div>
    </Form>
  );
}

type PickedProps = {
  of: ReturnType<typeof useForm<Values, Made>>;
  options: readonly string[];
};

function Picked({ of, options }: PickedProps) {
  const t = useWords(keyWords);
  const named = useWords(permissionWords);
  const error = useReason()(of.errors["picked"] ?? null);
  const { picked } = of.values;
  return (
    <Checkbox.Group
      label={t("pick")}
      error={error ?? undefined}
      value={picked}
      onChange={(next) => of.set("picked", next)}
    >
      <div className={styles.permissions}>
        {options.map((permission) => (
          <Checkbox
            key={permission}
            value={permission}
            label={named.has(permission) ? named(permission) : permission}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function scopesOf(
  may: Values["may"],
  picked: readonly string[],
  givable: readonly string[],
): string[] | null {
  if (may === "all") return null;
  return may === "picked" ? [...picked] : givable.filter((one) => one.endsWith(".read"));
}
