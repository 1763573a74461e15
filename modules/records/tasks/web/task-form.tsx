import { useColleagues } from "#modules/companies/roles/web/colleagues.ts";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useWords } from "#ui/words.ts";
import { refreshTasks, type Task, tasksApi } from "./tasks.client.ts";
import { taskWords } from "./tasks.words.ts";

type Props = {
  /** Left out: a new one, on the record or alone. */
  of?: Task;
  subject?: string | null;
  onKept: () => void;
};

/** What is to be done, by when and by whom. */
export function TaskForm({ of, subject = null, onKept }: Props) {
  const t = useWords(taskWords);
  const colleagues = useColleagues();
  const form = useForm({
    start: {
      title: of?.title ?? "",
      dueOn: of?.dueOn ?? null,
      assigneeId: of?.assigneeId ?? null,
    },
    version: of?.version ?? 0,
    check: ({ title }) => ({ title: title.trim() === "" ? "field.required" : null }),
    send: (values, version) =>
      of === undefined
        ? tasksApi.create({ ...values, subject })
        : tasksApi.change({ ...values, id: of.id, version }),
    onKept: () => {
      void refreshTasks();
      onKept();
    },
  });
  return (
    <Form of={form} guards={false}>
      <TextField of={form} name="title" label={t("title")} autoFocus={of === undefined} />
      <DateField of={form} name="dueOn" label={t("due")} optional />
      {colleagues.length > 0 && (
        <SelectField
          of={form}
          name="assigneeId"
          label={t("assignee")}
          optional
          canClear
          options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <div>
        <SendButton of={form}>{t(of === undefined ? "create" : "save")}</SendButton>
      </div>
    </Form>
  );
}
