import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Facts } from "#ui/facts.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { refreshPurchases, type Supplier, suppliersApi } from "./suppliers.client.ts";
import { supplierWords } from "./suppliers.words.ts";

type Details = { bank: string; account: string; holder: string; swift: string };
const NONE: Details = { bank: "", account: "", holder: "", swift: "" };

/** Where they are paid: the last figures, until somebody asks for the rest. */
export function BankSection({ of }: { of: Supplier }) {
  const t = useWords(supplierWords);
  const [shown, show] = useState<Details | null>(null);
  const [isChanging, change] = useState(false);
  const [problem, tell] = useState<unknown>(null);
  const isKnown = of.bankHint !== "";
  const ask = async (then: (details: Details) => void) => {
    const details = isKnown ? await suppliersApi.showBank({ id: of.id }).catch(tell) : NONE;
    if (details !== undefined) then(details);
  };
  return (
    <Section title={t("paidTo")}>
      <ProblemNote of={problem} />
      {!isKnown && <p className="k-caption">{t("noBank")}</p>}
      {isKnown && (
        <Facts
          rows={[
            shown !== null && shown.bank !== "" && [t("bank"), shown.bank],
            [t("account"), shown?.account ?? of.bankHint],
            shown !== null && shown.holder !== "" && [t("holder"), shown.holder],
            shown !== null && shown.swift !== "" && [t("swift"), shown.swift],
          ]}
        />
      )}
      <div>
        {isKnown && (
          <ActionButton
            quiet
            variant="subtle"
            size="compact-sm"
            blocked={of.blocked.bank}
            onClick={() => (shown === null ? void ask(show) : show(null))}
          >
            {t(shown === null ? "showBank" : "hideBank")}
          </ActionButton>
        )}
        <ActionButton
          quiet
          variant="subtle"
          size="compact-sm"
          blocked={of.blocked.bank}
          onClick={() =>
            void ask((details) => {
              show(isKnown ? details : null);
              change(true);
            })
          }
        >
          {t("changeBank")}
        </ActionButton>
      </div>
      <Dialog
        isOpen={isChanging}
        onClose={() => change(false)}
        title={t("bankTitle", { name: of.name })}
      >
        {isChanging && (
          <BankForm
            of={of}
            start={shown ?? NONE}
            onKept={() => {
              change(false);
              show(null);
            }}
          />
        )}
      </Dialog>
    </Section>
  );
}

function BankForm({ of, start, onKept }: { of: Supplier; start: Details; onKept: () => void }) {
  const t = useWords(supplierWords);
  const form = useForm({
    start,
    version: of.version,
    send: (details: Details, version) =>
      suppliersApi.changeBank({ ...details, id: of.id, version }),
    onKept: () => {
      toast(t("bankKept"));
      void refreshPurchases();
      onKept();
    },
  });
  return (
    <Form of={form} guards={false} columns={2}>
      <TextField of={form} name="bank" label={t("bank")} optional />
      <TextField of={form} name="account" label={t("account")} optional />
      <TextField of={form} name="holder" label={t("holder")} optional />
      <TextField of={form} name="swift" label={t("swift")} optional />
      <p className="k-caption">{t("bankText")}</p>
      <SendButton of={form}>{t("save")}</SendButton>
    </Form>
  );
}
