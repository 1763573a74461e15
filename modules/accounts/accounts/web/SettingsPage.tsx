import { Checkbox, useMantineColorScheme } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Choices } from "#ui/choices.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { PhoneField, TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useSingleKeys } from "#ui/keys.ts";
import { Section } from "#ui/section.tsx";
import { useAccount } from "#ui/session.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { toast } from "#ui/toasts.tsx";
import { LANGUAGES, type Language, setLanguage, useLanguage, useWords } from "#ui/words.ts";
import { CloseSection } from "../../closing/web/close-section.tsx";
import { accountsApi, keepMe } from "./accounts.client.ts";
import { accountWords } from "./accounts.words.ts";
import styles from "./settings.module.css";
import { useSettingsPages } from "./settings-pages.ts";

export function SettingsPage() {
  const t = useWords(accountWords);
  return (
    <SettingsPageFrame title={t("settings")} pages={useSettingsPages()}>
      <Person />
      <Looks />
      <Keyboard />
      <Mails />
      <CloseSection />
    </SettingsPageFrame>
  );
}

function Person() {
  const t = useWords(accountWords);
  const { name, phone } = useAccount();
  const form = useForm({
    start: { name, phone },
    check: (values) => ({ name: values.name.trim() === "" ? "field.required" : null }),
    send: (values) => accountsApi.changeMe({ name: values.name, phone: values.phone }),
    onKept: (me) => {
      keepMe(me);
      form.reset({ name: me.account.name, phone: me.account.phone });
      toast(t("saved"));
    },
  });
  return (
    <Section title={t("person")}>
      <Form of={form}>
        <TextField of={form} name="name" label={t("name")} autoComplete="name" />
        <PhoneField of={form} name="phone" label={t("phone")} optional />
        <div>
          <SendButton of={form}>{t("save")}</SendButton>
        </div>
      </Form>
    </Section>
  );
}

const SCHEMES = ["light", "dark", "auto"] as const;

function Looks() {
  const t = useWords(accountWords);
  const language = useLanguage();
  // Without keepTransitions each switch would write a style tag, which the policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const speak = async (next: string) => {
    setLanguage(next as Language);
    keepMe(await accountsApi.changeMe({ locale: next as Language }));
  };
  return (
    <Section title={t("looks")}>
      <div className={styles.looks}>
        <fieldset>
          <legend>{t("language")}</legend>
          <Choices
            options={LANGUAGES.map(({ id, name }) => ({ value: id, label: name }))}
            chosen={language}
            onPick={(next) => void speak(next)}
          />
        </fieldset>
        <fieldset>
          <legend>{t("scheme")}</legend>
          <Choices
            options={SCHEMES.map((scheme) => ({ value: scheme, label: t(scheme) }))}
            chosen={colorScheme}
            onPick={(next) => setColorScheme(next as (typeof SCHEMES)[number])}
          />
        </fieldset>
      </div>
    </Section>
  );
}

function Keyboard() {
  const t = useWords(accountWords);
  const [areOn, set] = useSingleKeys();
  return (
    <Section title={t("keys")}>
      <Checkbox
        label={t("singleKeys")}
        description={t("singleKeysHelp")}
        checked={areOn}
        onChange={({ currentTarget: { checked } }) => set(checked)}
      />
    </Section>
  );
}

const NOTICES = ["mentions", "tasks"] as const;

/** Mails about one's work that somebody can do without. */
function Mails() {
  const t = useWords(accountWords);
  const cache = useQueryClient();
  const queryKey = ["accounts.notices"];
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => accountsApi.notices({}, signal) });
  const set = async (kind: (typeof NOTICES)[number], isOn: boolean) => {
    cache.setQueryData(queryKey, await accountsApi.changeNotices({ [kind]: isOn }));
    toast(t("saved"));
  };
  return (
    <Section title={t("mails")}>
      <div className={styles.looks}>
        {NOTICES.map((kind) => (
          <Checkbox
            key={kind}
            label={t(`mails.${kind}`)}
            checked={data?.[kind] ?? false}
            disabled={data === undefined}
            onChange={({ currentTarget: { checked } }) => void set(kind, checked)}
          />
        ))}
      </div>
    </Section>
  );
}
