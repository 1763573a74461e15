import { Section } from "#ui/section.tsx";
import { type KeysOf, type T, useWords } from "#ui/words.ts";
import { permissionWords } from "./permissions.words.ts";
import type { RoleList, Rules } from "./roles.client.ts";
import styles from "./roles.module.css";
import { roleWords } from "./roles.words.ts";

export type May = "none" | "own" | "team" | "all" | "never";
export type Matrix = Readonly<Record<string, May>>;
export type Sees = Rules["sees"];

/** A role's rules, one choice for each permission; and back. */
export const matrixOf = ({ allow, deny }: Rules): Matrix => ({
  ...Object.fromEntries(allow.map(({ on, scope }) => [on, scope])),
  ...Object.fromEntries(deny.map((on) => [on, "never" as const])),
});
export const rulesOf = (matrix: Matrix, sees: Sees): Rules => ({
  allow: Object.entries(matrix).flatMap(([on, may]) =>
    may === "own" || may === "team" || may === "all" ? [{ on, scope: may }] : [],
  ),
  deny: Object.entries(matrix).flatMap(([on, may]) => (may === "never" ? [on] : [])),
  sees,
});

type Props = {
  permissions: RoleList["permissions"];
  of: Matrix;
  /** Left out: it is only shown. */
  onChange?: (matrix: Matrix) => void;
};

/** Each permission in plain words and how far it reaches, by module. */
export function RoleMatrix({ permissions, of, onChange }: Props) {
  const t = useWords(roleWords);
  const named = useWords(permissionWords);
  const words = (key: string) => (named.has(key) ? named(key) : key);
  const modules = Map.groupBy(permissions.toSorted(inOrder), ({ name }) => moduleOf(name));
  return (
    <Section title={t("mayTitle")} hint={onChange === undefined ? undefined : t("mayHint")}>
      {[...modules].map(([module, those]) => (
        <div key={module} className={styles.module}>
          <h3>{words(module)}</h3>
          {those.map(({ name, isScoped }) => (
            <Choice
              key={name}
              name={name}
              label={words(name)}
              chosen={of[name] ?? "none"}
              options={optionsOf(isScoped, t)}
              onPick={
                onChange === undefined
                  ? undefined
                  : (may) => onChange({ ...of, [name]: may as May })
              }
            />
          ))}
        </div>
      ))}
    </Section>
  );
}

const moduleOf = (name: string): string => name.split(".")[0] ?? "";
/** As people meet them: the daily work first, reading before changing, what ends something last. */
const MODULES = [
  "insights",
  "crm",
  "sales",
  "catalog",
  "connect",
  "records",
  "companies",
  "accounts",
];
const VERBS = ["read", "write", "give", "load", "replay", "restore"];
const LAST = ["delete", "remove", "purge", "secret"];
const placeIn = (all: readonly string[], one: string): number =>
  all.includes(one) ? all.indexOf(one) : all.length;

function inOrder({ name: one }: { name: string }, { name: other }: { name: string }): number {
  return keyOf(one) < keyOf(other) ? -1 : 1;
}
function keyOf(name: string): string {
  const [module = "", noun = "", verb = ""] = name.split(".");
  const rank = LAST.includes(verb) ? 9 : placeIn(VERBS, verb);
  return `${placeIn(MODULES, module)}${module} ${noun} ${rank}${verb}`;
}

type Option = { value: string; label: string };
type RoleT = T<KeysOf<typeof roleWords>>;

const optionsOf = (isScoped: boolean, t: RoleT): Option[] => [
  { value: "none", label: t("none") },
  ...(isScoped
    ? [
        { value: "own", label: t("ownScope") },
        { value: "team", label: t("team") },
        { value: "all", label: t("all") },
      ]
    : [{ value: "all", label: t("yes") }]),
  { value: "never", label: t("never") },
];

type SeesProps = { of: Sees; onChange?: (sees: Sees) => void };
const CLASSES = ["contact", "sensitive", "secret"] as const;

/** Which fields a role sees, and how. */
export function RoleSees({ of, onChange }: SeesProps) {
  const t = useWords(roleWords);
  const options = (["plain", "masked", "hidden"] as const).map((value) => ({
    value,
    label: t(value),
  }));
  return (
    <Section title={t("seesTitle")}>
      <p className="k-caption">{t("seesText")}</p>
      <div className={styles.module}>
        {CLASSES.map((one) => (
          <Choice
            key={one}
            name={`sees-${one}`}
            label={t(one)}
            help={t(`${one}Help`)}
            chosen={of[one]}
            options={options}
            onPick={
              onChange === undefined
                ? undefined
                : (view) => onChange({ ...of, [one]: view as Sees["contact"] })
            }
          />
        ))}
      </div>
    </Section>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  help?: string;
  chosen: string;
  options: readonly Option[];
  onPick: ((value: string) => void) | undefined;
};

/** One of a few, beside its words; only shown, it is the chosen one alone. */
function Choice({ name, label, help, chosen, options, onPick }: ChoiceProps) {
  const words = (
    <span className={styles.words}>
      {label}
      {help !== undefined && <small>{help}</small>}
    </span>
  );
  if (onPick === undefined)
    return (
      <div className={styles.row}>
        {words}
        <span className={styles.shown} data-may={chosen}>
          {options.find(({ value }) => value === chosen)?.label ?? chosen}
        </span>
      </div>
    );
  return (
    <fieldset className={styles.row}>
      <legend className={styles.words}>
        {label}
        {help !== undefined && <small>{help}</small>}
      </legend>
      <span className={styles.options}>
        {options.map(({ value, label: option }) => (
          <label key={value} data-may={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              onChange={() => onPick(value)}
            />
            <span>{option}</span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}
