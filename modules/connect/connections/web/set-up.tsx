import { Button } from "@mantine/core";
import { useState } from "react";
import { Copy } from "#ui/copy.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./connection.module.css";
import { type Connection, connectionsApi, useConnectionVerb } from "./connections.client.ts";
import { connectionWords } from "./connections.words.ts";

/** What to paste where, step by step. */
export function SetUp({ of }: { of: Connection }) {
  const t = useWords(connectionWords);
  return (
    <Section title={t("setUp")}>
      {of.url !== null && isLoopback(of.url) && (
        <Note>
          <b>{t("loopbackTitle")}</b>
          <div>{t("loopbackText", { name: `"${of.name}"` })}</div>
        </Note>
      )}
      <div className={styles.paste}>
        <span>{t("address")}</span>
        <Copy label={t("address")} value={of.url ?? ""} />
        <span>{t("secret")}</span>
        <Secret of={of} />
      </div>
      {of.kind === "shopify" ? <ShopifySteps of={of} /> : <WooCommerceSteps />}
    </Section>
  );
}

const isLoopback = (url: string) => /^http:\/\/(127\.|localhost|\[::1\])/.test(url);

/** Asked for each time; it stays on this page and nowhere else. */
function Secret({ of }: { of: Connection }) {
  const t = useWords(connectionWords);
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const show = async () => {
    try {
      setProblem(null);
      setSecret((await connectionsApi.showSecret({ id: of.id })).secret);
    } catch (refused) {
      setProblem(refused);
    }
  };
  if (secret !== null) return <Copy label={t("secret")} value={secret} />;
  return (
    <div>
      <Button variant="default" onClick={() => void show()}>
        {t("showSecret")}
      </Button>{" "}
      <span className="k-caption">{t("secretHidden")}</span>
      <ProblemNote of={problem} />
    </div>
  );
}

function WooCommerceSteps() {
  const t = useWords(connectionWords);
  return (
    <>
      <ol className={styles.steps}>
        {(["woo1", "woo2", "woo3", "woo4"] as const).map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <p className={styles.quiet}>{t("wooNote")}</p>
    </>
  );
}

/** Shopify signs with a key of its own, so that is pasted here. */
function ShopifySteps({ of }: { of: Connection }) {
  const t = useWords(connectionWords);
  const renew = useConnectionVerb(connectionsApi.newSecret);
  const form = useForm({
    start: { secret: "" },
    check: ({ secret }) => ({ secret: secret.trim().length < 8 ? "field.too_short" : null }),
    send: ({ secret }) => renew.mutateAsync({ id: of.id, version: of.version, secret }),
    onKept: () => {
      form.reset({ secret: "" });
      toast(t("secretKept"));
    },
  });
  return (
    <ol className={styles.steps}>
      <li>{t("shop1")}</li>
      <li>{t("shop2")}</li>
      <li>
        {t("shop3")}
        <Form of={form} guards={false}>
          <TextField of={form} name="secret" label={t("shopSecret")} help={t("shopSecretHelp")} />
          <div>
            <SendButton of={form} variant="default">
              {t("saveSecret")}
            </SendButton>
          </div>
        </Form>
      </li>
      <li>{t("shop4")}</li>
      <li>{t("shop5")}</li>
    </ol>
  );
}
