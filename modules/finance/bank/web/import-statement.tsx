import { useRef, useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { CheckField } from "#ui/form/check-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { countText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import {
  type BankAccount,
  bankApi,
  type Columns,
  type Mapping,
  refreshBank,
} from "./bank.client.ts";
import styles from "./bank.module.css";
import { bankWords } from "./bank.words.ts";

type File = {
  readonly name: string;
  readonly base64: string;
  readonly packing: "none" | "gzip";
};

/** A statement is read in as it is; a table first says which column is what. */
export function ImportStatement({ of, blocked }: { of: BankAccount; blocked: string | null }) {
  const t = useWords(bankWords);
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [columns, setColumns] = useState<Columns | null>(null);
  const [problem, tell] = useState<unknown>(null);
  const account = of.account.id;
  const close = () => {
    setFile(null);
    setColumns(null);
    tell(null);
  };
  const send = async (told: File, mapping?: Mapping) => {
    const said = await bankApi.import({ account, ...told, ...(mapping && { mapping }) });
    if (said.outcome === "columns") {
      setColumns(said);
      return;
    }
    void refreshBank();
    toast(t("added", { count: said.addedCount, known: countText(said.knownCount) }));
    close();
  };
  const pick = async (picked: globalThis.File | undefined) => {
    if (picked === undefined) return;
    tell(null);
    const told = { name: picked.name, ...(await packed(picked)) };
    setFile(told);
    await send(told).catch(tell);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        className={styles.file}
        aria-label={t("importFile")}
        tabIndex={-1}
        accept=".csv,.txt,.xml,.ofx,.qfx,.qif,.sta,.mt940,.940,.xlsx"
        onChange={({ currentTarget }) => {
          void pick(currentTarget.files?.[0]);
          currentTarget.value = "";
        }}
      />
      <ActionButton blocked={blocked} onClick={() => input.current?.click()}>
        {t("importFile")}
      </ActionButton>
      <Dialog
        isOpen={problem !== null || columns !== null}
        onClose={close}
        title={columns === null ? t("importFile") : t("columnsTitle")}
      >
        <ProblemNote of={problem} />
        {columns !== null && file !== null && (
          <ColumnsForm of={columns} send={(mapping) => send(file, mapping)} />
        )}
      </Dialog>
    </>
  );
}

const PACKED_FROM_BYTES = 200_000;

/** Large ones are packed on the way: what banks write says the same words again and again. */
async function packed(file: globalThis.File): Promise<Omit<File, "name">> {
  if (file.size < PACKED_FROM_BYTES) return { packing: "none", base64: await base64Of(file) };
  const stream = file.stream().pipeThrough(new CompressionStream("gzip"));
  return { packing: "gzip", base64: await base64Of(new Response(stream)) };
}

async function base64Of(file: Pick<Body, "arrayBuffer">): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // A piece at a time: a call has room for so many arguments only.
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

const DAY_ORDERS = ["dmy", "mdy", "ymd"] as const;

function ColumnsForm({
  of: { header, sample, guess },
  send,
}: {
  of: Columns;
  send: (mapping: Mapping) => Promise<void>;
}) {
  const t = useWords(bankWords);
  const { amount } = guess;
  const form = useForm({
    start: {
      on: guess.on as string | null,
      hasTwo: !("signed" in amount),
      signed: ("signed" in amount ? amount.signed : null) as string | null,
      in: ("in" in amount ? amount.in : null) as string | null,
      out: ("in" in amount ? amount.out : null) as string | null,
      isTurned: false,
      counterparty: guess.counterparty ?? null,
      reference: guess.reference ?? null,
      text: guess.text?.[0] ?? null,
      bankId: guess.bankId ?? null,
      balance: guess.balance ?? null,
      dayOrder: (guess.dayOrder ?? null) as string | null,
    },
    check: (draft) => {
      const needed = draft.hasTwo ? (["on", "in", "out"] as const) : (["on", "signed"] as const);
      return Object.fromEntries(
        needed.map((name) => [name, draft[name] === null ? "field.required" : null]),
      );
    },
    send: (draft) =>
      send({
        on: draft.on ?? "",
        amount: draft.hasTwo
          ? { in: draft.in ?? "", out: draft.out ?? "" }
          : { signed: draft.signed ?? "" },
        isTurned: draft.isTurned,
        counterparty: draft.counterparty,
        reference: draft.reference,
        text: draft.text === null ? [] : [draft.text],
        ...{ bankId: draft.bankId, balance: draft.balance },
        dayOrder: DAY_ORDERS.find((one) => one === draft.dayOrder) ?? null,
      }),
  });
  // What stands in the first row helps to tell a column.
  const options = header.map((name, at) => ({
    value: name,
    label: sample[0]?.[at] ? `${name}: ${sample[0][at]}` : name,
  }));
  const field = (name: string, label: string, canClear = false) => (
    <SelectField of={form} name={name} label={label} options={options} canClear={canClear} />
  );
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t("columnsText")}</p>
      {field("on", t("columnOn"))}
      <SelectField
        of={form}
        name="dayOrder"
        label={t("dayOrder")}
        canClear
        placeholder={t("dayOrder.words")}
        options={DAY_ORDERS.map((value) => ({ value, label: t(`dayOrder.${value}`) }))}
      />
      <CheckField of={form} name="hasTwo" label={t("hasTwo")} />
      {form.values.hasTwo ? (
        <>
          {field("in", t("columnIn"))}
          {field("out", t("columnOut"))}
        </>
      ) : (
        <>
          {field("signed", t("columnAmount"))}
          <CheckField of={form} name="isTurned" label={t("isTurned")} />
        </>
      )}
      {field("text", t("columnText"), true)}
      {field("counterparty", t("columnWho"), true)}
      {field("reference", t("columnReference"), true)}
      {field("bankId", t("columnBankId"), true)}
      {field("balance", t("columnBalance"), true)}
      <SendButton of={form}>{t("readIn")}</SendButton>
    </Form>
  );
}
