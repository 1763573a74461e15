import { Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCheck,
  IconChecklist,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useColleagues } from "#modules/companies/roles/web/colleagues.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { Link } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { BulkVerb, Column, Filter } from "#ui/list/types.ts";
import { useMay } from "#ui/session.tsx";
import { useUrl } from "#ui/url-state.ts";
import { When } from "#ui/when.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { placeOf } from "../../timeline/web/places.ts";
import { TaskForm } from "./task-form.tsx";
import { Due } from "./task-parts.tsx";
import { doToTasks } from "./task-verbs.ts";
import { type Task, tasksApi } from "./tasks.client.ts";
import styles from "./tasks.module.css";
import { type TaskT, taskWords } from "./tasks.words.ts";

/** What is to be done, by whom and until when. */
export function TasksPage() {
  const t = useWords(taskWords);
  const mayWrite = useMay("records.tasks.write");
  const [isAdding, add] = useState(false);
  return (
    <>
      <ListPage
        title={t("tasks")}
        path="/tasks"
        views={[
          { label: t("all"), filter: {} },
          { label: t("mine"), filter: { assignee: "mine" } },
          { label: t("overdue"), filter: { due: "overdue" } },
          { label: t("today"), filter: { due: "today" } },
          { label: t("done"), filter: { state: "done" } },
        ]}
        actions={
          mayWrite && (
            <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => add(true)}>
              {t("new")}
            </Button>
          )
        }
        topic="records.tasks"
        noun={{ one: t("task"), many: t("tasksSmall") }}
        load={(query) => tasksApi.list(query)}
        count={tasksApi.count}
        idOf={({ id }) => id}
        nameOf={({ title }) => title}
        sort="due"
        search={t("searchFor")}
        peek={(row) => <Peek key={row.id} of={row} />}
        columns={columnsOf(t)}
        filters={useFilters(t)}
        bulk={useBulk(t)}
        phone={(row) => ({
          title: row.title,
          facts: [row.assigneeName, row.subjectName].filter(Boolean).join(" · "),
          end: <Due of={row} />,
        })}
        empty={
          <Empty icon={<IconChecklist size={28} stroke={1.4} />} title={t("emptyTitle")}>
            {t("emptyText")}
          </Empty>
        }
      />
      <Dialog isOpen={isAdding} onClose={() => add(false)} title={t("new")}>
        {isAdding && <TaskForm onKept={() => add(false)} />}
      </Dialog>
    </>
  );
}

const columnsOf = (t: TaskT): Column<Task>[] => [
  {
    key: "title",
    label: t("title"),
    kind: "name",
    width: "minmax(180px, 3fr)",
    cell: ({ title }) => title,
  },
  {
    key: "record",
    label: t("record"),
    kind: "facts",
    cell: (row) => <RecordLink of={row} />,
  },
  {
    key: "assignee",
    label: t("assignee"),
    kind: "facts",
    cell: ({ assigneeName }) => assigneeName ?? t("nobody"),
  },
  {
    key: "created",
    label: t("created"),
    kind: "facts",
    isExtra: true,
    cell: ({ creatorName }) => creatorName,
  },
  {
    key: "due",
    label: t("due"),
    kind: "date",
    cell: (row) => <Due of={row} />,
    sort: { up: "due", down: "-due", first: "up" },
  },
];

function RecordLink({ of }: { of: Task }) {
  const t = useWords(taskWords);
  if (of.subject === null) return "–";
  return (
    <Link to={placeOf(of.subject)} className="k-link">
      {of.subjectName || t("nameless")}
    </Link>
  );
}

function useFilters(t: TaskT): Filter[] {
  const colleagues = useColleagues();
  return [
    {
      kind: "choice",
      label: t("assignee"),
      param: "assignee",
      options: [
        { value: "mine", label: t("me") },
        { value: "nobody", label: t("nobody") },
        ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
    {
      kind: "choice",
      label: t("due"),
      param: "due",
      options: [
        { value: "overdue", label: t("overdue") },
        { value: "today", label: t("today") },
        { value: "week", label: t("week") },
        { value: "none", label: t("noDay") },
      ],
    },
    {
      kind: "choice",
      label: t("state"),
      param: "state",
      options: [
        { value: "open", label: t("open") },
        { value: "done", label: t("done") },
      ],
    },
    { kind: "given", label: t("record"), param: "subject" },
  ];
}

function useBulk(t: TaskT): BulkVerb[] {
  const [url] = useUrl();
  const mayWrite = useMay("records.tasks.write");
  if (!mayWrite) return [];
  const verb =
    (does: Parameters<typeof doToTasks>[0]): BulkVerb["run"] =>
    async ({ ids, letGo }) => {
      if (ids === null) return;
      letGo();
      await doToTasks(does, ids);
    };
  const settle: BulkVerb =
    url["state"] === "done"
      ? {
          label: t("reopen"),
          icon: <IconArrowBackUp size={16} stroke={1.6} />,
          run: verb("reopen"),
        }
      : { label: t("finish"), icon: <IconCheck size={16} stroke={1.6} />, run: verb("finish") };
  return [
    settle,
    { label: t("remove"), icon: <IconTrash size={16} stroke={1.6} />, run: verb("remove") },
  ];
}

function Peek({ of }: { of: Task }) {
  const t = useWords(taskWords);
  const reason = useReason();
  const isOpen = of.doneAt === null;
  return (
    <div className={styles.peek}>
      <h2>{of.title}</h2>
      {of.subject !== null && (
        <p>
          <RecordLink of={of} />
        </p>
      )}
      {of.doneAt !== null && (
        <p className="k-muted">
          {t.rich("doneBy", {
            who: of.doerName,
            when: <When key="when" at={of.doneAt} as="full" />,
          })}
        </p>
      )}
      {of.blocked.change === null ? (
        <>
          <div className={styles.verbs}>
            <Button
              variant="default"
              onClick={() => void doToTasks(isOpen ? "finish" : "reopen", [of.id])}
            >
              {t(isOpen ? "finish" : "reopen")}
            </Button>
            <Button variant="default" onClick={() => void doToTasks("remove", [of.id])}>
              {t("remove")}
            </Button>
          </div>
          <TaskForm of={of} onKept={() => {}} />
        </>
      ) : (
        <p className="k-muted">{reason(of.blocked.change)}</p>
      )}
    </div>
  );
}
