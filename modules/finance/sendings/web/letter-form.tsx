import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { toast } from "#ui/toasts.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { refreshSendings } from "./sendings.client.ts";
import { sendingWords } from "./sendings.words.ts";

type Language = "en" | "ms";
type Text = { title: string; text: string };
type Said = Text & { email: string; language: Language };
type Props = {
  /** As it is written already, and the language somebody was written to in last. */
  of: { email: string; language: Language | null; en: Text; ms: Text };
  goesAlong: string;
  send: (said: Said) => Promise<{ email: string }>;
  onDone: () => void;
};

/** A letter: written already, and open to be written anew. */
export function LetterForm({ of, goesAlong, send, onDone }: Props) {
  const t = useWords(sendingWords);
  const own = useLanguage();
  const first: Language = of.language ?? own;
  const form = useForm({
    start: { email: of.email, language: first, ...of[first] } as Said,
    check: ({ email, title, text }: Said) => ({
      email: email.trim() === "" ? "field.required" : null,
      title: title.trim() === "" ? "field.required" : null,
      text: text.trim() === "" ? "field.required" : null,
    }),
    send,
    onKept: ({ email }) => {
      toast(t("wasSent", { email }));
      refreshSendings();
      onDone();
    },
  });
  /** What was not touched follows the language; what was typed stays. */
  const speak = (next: string | null) => {
    if (next !== "en" && next !== "ms") return;
    const { language, title, text } = form.values;
    const was = of[language];
    form.change({
      language: next,
      ...(title === was.title && { title: of[next].title }),
      ...(text === was.text && { text: of[next].text }),
    });
  };
  return (
    <Form of={form} guards={false}>
      <TextField of={form} name="email" type="email" label={t("to")} />
      <SelectField
        of={form}
        name="language"
        label={t("language")}
        options={(["en", "ms"] as const).map((value) => ({ value, label: t(`language.${value}`) }))}
        onPick={speak}
      />
      <TextField of={form} name="title" label={t("title")} />
      <TextAreaField of={form} name="text" label={t("text")} rows={9} />
      <p className="k-caption">{goesAlong}</p>
      <SendButton of={form}>{t("sendVerb")}</SendButton>
    </Form>
  );
}
