import { endOfDay, startOfDay } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { CheckField } from "#ui/form/check-field.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useCalendar } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { useReplay } from "./deliveries.client.ts";
import { deliveryWords } from "./deliveries.words.ts";

type Props = { connectionId: string | undefined; onClose: () => void };

/** Reads again what arrived in some days, of one store or of all. */
export function ReplayDialog({ connectionId, onClose }: Props) {
  const t = useWords(deliveryWords);
  const { today, zone } = useCalendar();
  const replay = useReplay();
  const form = useForm({
    start: { from: today as string | null, to: today as string | null, onlyFailed: true },
    check: ({ from, to }) => ({
      from: from === null ? "field.required" : null,
      to: to === null ? "field.required" : null,
    }),
    send: ({ from, to, onlyFailed }) =>
      replay.mutateAsync({
        filter: {
          ...(connectionId === undefined ? {} : { connectionId }),
          ...(onlyFailed ? { state: "failed" } : {}),
          receivedFrom: startOfDay(from ?? today, zone),
          receivedTo: endOfDay(to ?? today, zone),
        },
      }),
    onKept: ({ count }) => {
      toast(t("replayed", { count }));
      onClose();
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("replayTitle")}>
      <p>{t("replayText")}</p>
      <Form of={form} columns={2} guards={false}>
        <DateField of={form} name="from" label={t("replayFrom")} />
        <DateField of={form} name="to" label={t("replayTo")} />
        <CheckField of={form} name="onlyFailed" label={t("onlyFailed")} />
      </Form>
      <div>
        <SendButton of={form}>{t("replay")}</SendButton>
      </div>
    </Dialog>
  );
}
