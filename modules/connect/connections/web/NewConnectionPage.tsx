import "@mantine/core/styles/Radio.layer.css";
import "@mantine/core/styles/RadioCard.layer.css";
import "@mantine/core/styles/RadioIndicator.layer.css";
import { Radio } from "@mantine/core";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useGo } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./connection.module.css";
import { connectionsApi, useConnectionVerb } from "./connections.client.ts";
import { connectionWords } from "./connections.words.ts";

const KINDS = ["woocommerce", "shopify"] as const;

/** Name it and get an address; what to paste where stands on the page that follows. */
export function NewConnectionPage() {
  const t = useWords(connectionWords);
  const go = useGo();
  const create = useConnectionVerb(connectionsApi.create);
  const form = useForm({
    start: { kind: "woocommerce" as (typeof KINDS)[number], name: "" },
    check: ({ name }) => ({ name: name.trim() === "" ? "field.required" : null }),
    send: create.mutateAsync,
    onKept: ({ id }) => go(`/connections/${id}`, { replace: true }),
  });
  return (
    <Page
      title={t("connect")}
      crumb={{ to: "/connections", label: t("connections") }}
      fit="narrow"
      actions={<SendButton of={form}>{t("create")}</SendButton>}
    >
      <Form of={form}>
        <Radio.Group
          label={t("whichTitle")}
          value={form.values.kind}
          onChange={(kind) => form.set("kind", kind)}
        >
          <div className={styles.kinds}>
            {KINDS.map((kind) => (
              <Radio.Card key={kind} value={kind} className={styles.kind} radius="md">
                <Radio.Indicator size="xs" />
                <span>
                  <b>{t(`kind.${kind}`)}</b>
                  <span className="k-caption">{t(`${kind}Text`)}</span>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        <TextField of={form} name="name" label={t("name")} help={t("nameHelp")} autoFocus />
      </Form>
    </Page>
  );
}
