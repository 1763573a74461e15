import { ActionIcon, Button } from "@mantine/core";
import { IconCircle, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Bones } from "#ui/bones.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { More } from "#ui/more.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { TaskForm } from "./task-form.tsx";
import { Due } from "./task-parts.tsx";
import { doToTasks } from "./task-verbs.ts";
import { type Task, useTasksOf } from "./tasks.client.ts";
import styles from "./tasks.module.css";
import { taskWords } from "./tasks.words.ts";

/** What is to be done about a record. `subject` is its shown id; one in the trash takes no new ones. */
export function RecordTasks({ subject, isInTrash }: { subject: string; isInTrash: boolean }) {
  const t = useWords(taskWords);
  const tasks = useTasksOf(subject);
  const mayWrite = useMay("records.tasks.write");
  const [isAdding, add] = useState(false);
  return (
    <Section
      title={t("tasks")}
      {...(mayWrite && !isInTrash
        ? {
            action: (
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconPlus size={15} stroke={1.8} />}
                onClick={() => add(true)}
              >
                {t("add")}
              </Button>
            ),
          }
        : {})}
    >
      {tasks.isPending && <Bones rows={1} />}
      {tasks.isError && <ProblemNote of={tasks.error} onRetry={() => void tasks.refetch()} />}
      {tasks.data?.rows.length === 0 && <p className="k-muted">{t("none")}</p>}
      {(tasks.data?.rows.length ?? 0) > 0 && (
        <ul className={styles.tasks}>
          {tasks.data?.rows.map((task) => (
            <One key={task.id} of={task} />
          ))}
        </ul>
      )}
      <Dialog isOpen={isAdding} onClose={() => add(false)} title={t("new")}>
        {isAdding && <TaskForm subject={subject} onKept={() => add(false)} />}
      </Dialog>
    </Section>
  );
}

function One({ of }: { of: Task }) {
  const t = useWords(taskWords);
  const [isEdited, edit] = useState(false);
  const { title } = of;
  const closed = of.blocked.change;
  return (
    <li>
      {closed === null && (
        <ActionIcon
          aria-label={t("finishOne", { title })}
          title={t("finish")}
          onClick={() => void doToTasks("finish", [of.id])}
        >
          <IconCircle size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      )}
      <span className={styles.title}>{title}</span>
      <span className={styles.facts}>
        {of.assigneeName !== null && <span>{of.assigneeName}</span>}
        {of.dueOn !== null && <Due of={of} />}
      </span>
      <More
        label={t("more", { title })}
        items={[
          {
            label: t("edit"),
            icon: <IconPencil size={16} />,
            onClick: () => edit(true),
            blocked: closed,
          },
          {
            label: t("remove"),
            icon: <IconTrash size={16} />,
            onClick: () => void doToTasks("remove", [of.id]),
            blocked: closed,
            isDanger: true,
          },
        ]}
      />
      <Dialog isOpen={isEdited} onClose={() => edit(false)} title={t("edit")}>
        {isEdited && <TaskForm of={of} onKept={() => edit(false)} />}
      </Dialog>
    </li>
  );
}
