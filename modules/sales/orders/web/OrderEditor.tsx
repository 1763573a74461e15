import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { OwnInputs, ownChanges } from "#modules/records/fields/web/own-fields.tsx";
import { endOfDay, startOfDay } from "#ui/dates.ts";
import { CheckField } from "#ui/form/check-field.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { MoneyField, NumberField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { type Form as FormOf, useForm } from "#ui/form/use-form.ts";
import { useGo, useParam } from "#ui/link.tsx";
import { moneyText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { useCalendar, useCompany, useFields } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { ORDER_CLASSES } from "../orders.contract.ts";
import { CustomerField } from "./customer-field.tsx";
import styles from "./order.module.css";
import { channelText } from "./order-aside.tsx";
import {
  type Draft,
  draftOf,
  emptyLine,
  newDraft,
  toChange,
  toNewOrder,
  totalOf,
} from "./order-draft.ts";
import {
  type Order,
  type OrderChange,
  ordersApi,
  useOrder,
  useOrderVerb,
} from "./orders.client.ts";
import { orderWords } from "./orders.words.ts";

const CHANNELS = ["stall", "phone", "chat", "shop", "other"] as const;

/** A sale at a stall, by phone, by chat. */
export function NewOrderPage() {
  const t = useWords(orderWords);
  const go = useGo();
  const [url] = useUrl();
  const company = useCompany();
  const { today } = useCalendar();
  const create = useOrderVerb(ordersApi.create);
  const { seenOf } = useFields(ORDER_CLASSES);
  const form = useForm({
    start: newDraft(company.currency, today, url["customer"] ?? null),
    check,
    send: (draft: Draft) =>
      create.mutateAsync(seenOf(toNewOrder(draft, momentFor(draft.day, today, company.zone)))),
    onKept: (order) => {
      toast(t("saved", { number: order.number }));
      go(`/orders/${order.id}`, { replace: true });
    },
  });
  return (
    <Page
      title={t("new")}
      crumb={{ to: "/orders", label: t("orders") }}
      fit="narrow"
      actions={
        <SendButton of={form}>
          {t("create", { total: moneyText(totalOf(form.values), form.values.currency) })}
        </SendButton>
      }
    >
      <OrderFields form={form} isNew />
    </Page>
  );
}

export function EditOrderPage() {
  const t = useWords(orderWords);
  const order = useOrder(useParam("orderId"));
  return (
    <Page
      of={order}
      title={({ number }) => number}
      crumb={{ to: `/orders/${useParam("orderId")}`, label: t("order") }}
      fit="narrow"
    >
      {(data) => <EditFields key={data.id} of={data} />}
    </Page>
  );
}

function EditFields({ of }: { of: Order }) {
  const t = useWords(orderWords);
  const go = useGo();
  const { zone, today } = useCalendar();
  const change = useOrderVerb(ordersApi.change);
  const { seenOf } = useFields(ORDER_CLASSES);
  const isStores = of.connection !== null;
  const start = draftOf(of, zone);
  const form = useForm({
    start,
    version: of.version,
    ...(isStores ? {} : { check }),
    send: (draft: Draft, version) =>
      change.mutateAsync(
        seenOf<OrderChange>(
          isStores
            ? {
                id: of.id,
                version,
                customerId: draft.customerId,
                note: draft.note,
                custom: ownChanges(of.custom, draft.custom),
              }
            : toChange(
                { ...of, version },
                draft,
                draft.day === start.day ? undefined : momentFor(draft.day, today, zone),
              ),
        ),
      ),
    onKept: ({ id, number }) => {
      toast(t("done", { number }));
      go(`/orders/${id}`, { replace: true });
    },
  });
  return (
    <>
      {isStores ? (
        <StoreFields form={form} of={of} />
      ) : (
        <OrderFields form={form} customerName={of.customerName} channel={of.channel} />
      )}
      <SendButton of={form} mt={24}>
        {t("save")}
      </SendButton>
    </>
  );
}

/** Of a store's order only what a person may say about it. */
function StoreFields({ form, of }: { form: FormOf<Draft, Order>; of: Order }) {
  const t = useWords(orderWords);
  return (
    <Form of={form}>
      <CustomerField
        of={form}
        name="customerId"
        label={t("customer")}
        optional
        known={of.customerName}
      />
      <OwnInputs of={form} type="order" />
      <TextAreaField of={form} name="note" label={t("note")} optional />
    </Form>
  );
}

function OrderFields({
  form,
  isNew = false,
  customerName = "",
  channel = "stall",
}: {
  form: FormOf<Draft, Order>;
  isNew?: boolean;
  customerName?: string;
  channel?: string;
}) {
  const t = useWords(orderWords);
  // An order out of a file may have a channel that nobody chooses here.
  const channels = [...new Set<string>([...CHANNELS, channel])];
  const { currency } = form.values;
  return (
    <Form of={form} columns={2}>
      <Wide>
        <CustomerField
          of={form}
          name="customerId"
          label={t("customer")}
          optional
          known={customerName}
        />
      </Wide>
      <SelectField
        of={form}
        name="channel"
        label={t("channel")}
        options={channels.map((value) => ({ value, label: channelText(t, value) }))}
      />
      <DateField of={form} name="day" label={t("whenPlaced")} />
      <Wide>
        <Lines form={form} />
      </Wide>
      <MoneyField
        of={form}
        name="shippingMinor"
        label={t("shipping")}
        currency={currency}
        optional
      />
      <MoneyField
        of={form}
        name="discountMinor"
        label={t("discount")}
        currency={currency}
        optional
      />
      <MoneyField of={form} name="taxMinor" label={t("tax")} currency={currency} optional />
      <TextField of={form} name="paymentMethod" label={t("paymentMethod")} optional emptyIsNull />
      {isNew && (
        <Wide>
          <div className={styles.checks}>
            <CheckField of={form} name="isPaid" label={t("isPaid")} />
            <CheckField of={form} name="isFulfilled" label={t("isFulfilled")} />
          </div>
        </Wide>
      )}
      <OwnInputs of={form} type="order" isNew={isNew} />
      <Wide>
        <TextAreaField of={form} name="note" label={t("note")} optional />
      </Wide>
    </Form>
  );
}

/** `Ctrl ↓` adds a line. */
function Lines({ form }: { form: FormOf<Draft, Order> }) {
  const t = useWords(orderWords);
  const { lines, currency } = form.values;
  const add = () => form.set("lines", [...lines, emptyLine()]);
  return (
    <fieldset
      className={styles.lines}
      aria-label={t("lines")}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        add();
      }}
    >
      {lines.map((line, at) => (
        <div key={line.key} className={styles.line}>
          <TextField of={form} name={`lines.${at}.title`} label={t("lineTitle")} />
          <NumberField of={form} name={`lines.${at}.quantity`} label={t("quantity")} decimals />
          <MoneyField
            of={form}
            name={`lines.${at}.unitPriceMinor`}
            label={t("each")}
            currency={currency}
          />
          {lines.length > 1 && (
            <ActionIcon
              aria-label={t("removeLine")}
              onClick={() =>
                form.set(
                  "lines",
                  lines.filter((_, other) => other !== at),
                )
              }
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          )}
        </div>
      ))}
      <div>
        <Button variant="subtle" leftSection={<IconPlus size={15} stroke={1.8} />} onClick={add}>
          {t("addLine")}
        </Button>
      </div>
    </fieldset>
  );
}

function check({ lines, day }: Draft) {
  return Object.fromEntries([
    ["day", day === null ? "field.required" : null],
    ...lines.flatMap((line, at) => [
      [`lines.${at}.title`, line.title.trim() === "" ? "field.required" : null],
      [
        `lines.${at}.quantity`,
        line.quantity === null ? "field.required" : line.quantity > 0 ? null : "field.not_positive",
      ],
      [`lines.${at}.unitPriceMinor`, line.unitPriceMinor === null ? "field.required" : null],
    ]),
  ]);
}

/** Today is now; another day is its noon, so that no zone moves it. */
function momentFor(day: string | null, today: string, zone: string): string {
  const picked = day ?? today;
  if (picked === today) return new Date().toISOString();
  const middle = (Date.parse(startOfDay(picked, zone)) + Date.parse(endOfDay(picked, zone))) / 2;
  return new Date(middle).toISOString();
}
