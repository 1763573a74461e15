import { Dialog } from "#ui/dialog.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TagsField } from "#ui/form/tags-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import type { Picked } from "#ui/list/types.ts";
import { refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { customersApi, useTags } from "./customers.client.ts";
import { customerWords } from "./customers.words.ts";

/** Adds tags to the picked customers; the toast takes exactly those away again. */
export function TagDialog({ of, onClose }: { of: Picked; onClose: () => void }) {
  const t = useWords(customerWords);
  const known = useTags();
  const ids = of.ids ?? [];
  const form = useForm({
    start: { tags: [] as string[] },
    check: ({ tags }) => ({ tags: tags.length === 0 ? "field.required" : null }),
    send: ({ tags }) => customersApi.tag({ ids, add: tags }),
    onKept: ({ count, ids: changed }, { tags }) => {
      of.letGo();
      onClose();
      void refresh("crm.customers");
      toast(t("tagged", { count, tag: tags.join(", ") }), async () => {
        if (changed.length > 0) await customersApi.tag({ ids: changed, remove: tags });
        await refresh("crm.customers");
      });
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("tagTitle")}>
      <Form of={form} guards={false}>
        <TagsField of={form} name="tags" label={t("tags")} known={known.data?.tags ?? []} />
        <SendButton of={form}>{t("tagDo")}</SendButton>
      </Form>
    </Dialog>
  );
}
