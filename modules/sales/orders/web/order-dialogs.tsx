import { Dialog } from "#ui/dialog.tsx";
import { Form } from "#ui/form/form.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { moneyText } from "#ui/numbers.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type Order, ordersApi, useOrderVerb } from "./orders.client.ts";
import { orderWords } from "./orders.words.ts";

type Props = { of: Order; onClose: () => void };

export function CancelDialog({ of, onClose }: Props) {
  const t = useWords(orderWords);
  const cancel = useOrderVerb(ordersApi.cancel);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("cancelTitle", { number: of.number })}
      verb={t("cancel")}
      isDanger
      onDo={async () => {
        await cancel.mutateAsync({ id: of.id, version: of.version });
        toast(t("cancelled", { number: of.number }));
      }}
    >
      <p>{t("cancelText")}</p>
    </Dialog>
  );
}

export function RefundDialog({ of, onClose }: Props) {
  const t = useWords(orderWords);
  const refund = useOrderVerb(ordersApi.refund);
  const form = useForm({
    start: { amountMinor: of.netMinor as number | null, reason: "" },
    check: ({ amountMinor }) => ({
      amountMinor:
        amountMinor === null ? "field.required" : amountMinor <= 0 ? "field.not_positive" : null,
    }),
    send: ({ amountMinor, reason }) =>
      refund.mutateAsync({ id: of.id, version: of.version, amountMinor: amountMinor ?? 0, reason }),
    onKept: (_order, { amountMinor }) => {
      toast(t("refundedToast", { amount: moneyText(amountMinor ?? 0, of.currency) }));
      onClose();
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("refundTitle", { number: of.number })}>
      <p>{t("refundText", { left: moneyText(of.netMinor, of.currency) })}</p>
      <Form of={form} guards={false}>
        <MoneyField of={form} name="amountMinor" label={t("refundAmount")} currency={of.currency} />
        <TextField of={form} name="reason" label={t("refundReason")} optional />
        <SendButton of={form}>{t("refundDo")}</SendButton>
      </Form>
    </Dialog>
  );
}
