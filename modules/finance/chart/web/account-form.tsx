import { booksWords } from "#modules/finance/books/web/books.words.ts";
import { CheckField } from "#ui/form/check-field.tsx";
import { CurrencyField } from "#ui/form/currency-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { AccountKind } from "../chart.contract.ts";
import { chartApi, type LedgerAccount, refreshChart } from "./chart.client.ts";

type Draft = {
  code: string;
  name: string;
  kind: LedgerAccount["kind"];
  parentId: string | null;
  isGroup: boolean;
  currency: string | null;
};

type Props = {
  /** Null: a new one. */
  of: LedgerAccount | null;
  all: readonly LedgerAccount[];
  onKept: () => void;
};

export function AccountForm({ of, all, onKept }: Props) {
  const t = useWords(booksWords);
  const form = useForm({
    start: draftOf(of),
    check: ({ code, name }: Draft) => ({
      code: code.trim() === "" ? "field.required" : null,
      name: name.trim() === "" ? "field.required" : null,
    }),
    send: ({ isGroup, currency, ...said }: Draft) =>
      of === null
        ? chartApi.create({ ...said, isGroup, currency })
        : chartApi.change({ id: of.id, version: of.version, ...said }),
    onKept: ({ code, name }) => {
      toast(t(of === null ? "accountAdded" : "accountSaved", { name: `${code} ${name}` }));
      void refreshChart();
      onKept();
    },
  });
  const groups = all.filter(
    ({ isGroup, archivedAt, id }) => isGroup && archivedAt === null && id !== of?.id,
  );
  return (
    <Form of={form} guards={false}>
      <TextField of={form} name="code" label={t("code")} autoFocus />
      <TextField of={form} name="name" label={t("name")} />
      <SelectField
        of={form}
        name="parentId"
        label={t("under")}
        placeholder={t("top")}
        canClear
        options={groups.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        onPick={(parentId) => {
          const parent = groups.find(({ id }) => id === parentId);
          form.change(parent === undefined ? { parentId } : { parentId, kind: parent.kind });
        }}
      />
      <SelectField
        of={form}
        name="kind"
        label={t("kind")}
        options={AccountKind.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      {of === null && (
        <>
          <CurrencyField of={form} name="currency" label={t("onlyCurrency")} optional />
          <CheckField of={form} name="isGroup" label={t("isGroup")} />
        </>
      )}
      <SendButton of={form}>{t(of === null ? "addAccount" : "save")}</SendButton>
    </Form>
  );
}

const draftOf = (of: LedgerAccount | null): Draft => ({
  code: of?.code ?? "",
  name: of?.name ?? "",
  kind: of?.kind ?? "expense",
  parentId: of?.parentId ?? null,
  isGroup: of?.isGroup ?? false,
  currency: of?.currency ?? null,
});
