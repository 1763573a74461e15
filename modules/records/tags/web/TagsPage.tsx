import { Button, Select, TextInput } from "@mantine/core";
import {
  IconArrowMerge,
  IconPalette,
  IconPencil,
  IconPlus,
  IconTags,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { countText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Table } from "#ui/table.tsx";
import { Tag } from "#ui/tag.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { ColourChoice } from "./colour-choice.tsx";
import {
  type Colour,
  refreshTags,
  type TagChange,
  tagsApi,
  type UsedTag,
  useTags,
} from "./tags.client.ts";
import styles from "./tags.module.css";
import { tagWords } from "./tags.words.ts";

type Asked = { readonly does: "new" | "colour" | "rename" | "merge"; readonly of: UsedTag | null };

/** What the company calls its tags, their colours, and on how many records each stands. */
export function TagsPage() {
  const t = useWords(tagWords);
  const tags = useTags();
  const [asked, ask] = useState<Asked | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <SettingsPageFrame of={tags} title={t("settings")} pages={useSettingsPages()}>
      {({ tags: all, changes, blocked }) => (
        <>
          <Section
            title={t("tags")}
            action={
              <ActionButton
                blocked={blocked.change}
                leftSection={<IconPlus size={16} stroke={2} />}
                onClick={() => ask({ does: "new", of: null })}
              >
                {t("new")}
              </ActionButton>
            }
          >
            <p className="k-caption">{t("tagsText")}</p>
            <ProblemNote of={problem} />
            {all.length === 0 ? (
              <Empty icon={<IconTags size={24} stroke={1.4} />} title={t("emptyTitle")}>
                {t("emptyText")}
              </Empty>
            ) : (
              <div className={styles.table}>
                <Table
                  label={t("tags")}
                  rows={all}
                  keyOf={({ name }) => name}
                  columns={[
                    {
                      label: t("tag"),
                      kind: "name",
                      cell: (row) => <Tag colour={row.colour}>{row.name}</Tag>,
                    },
                    {
                      label: t("customers"),
                      kind: "number",
                      cell: (row) => <Use of={row} as="customers" />,
                    },
                    {
                      label: t("orders"),
                      kind: "number",
                      cell: (row) => <Use of={row} as="orders" />,
                    },
                    {
                      label: t("products"),
                      kind: "number",
                      cell: (row) => <Use of={row} as="products" />,
                    },
                    {
                      label: <Hidden>{t("verbs")}</Hidden>,
                      kind: "number",
                      cell: (row) =>
                        blocked.change === null && (
                          <Verbs
                            of={row}
                            isOnly={all.length === 1}
                            onAsk={(does) => ask({ does, of: row })}
                            onProblem={setProblem}
                          />
                        ),
                    },
                  ]}
                />
              </div>
            )}
          </Section>
          {changes.length > 0 && <Changes of={changes} />}
          {asked !== null && <Question of={asked} all={all} onClose={() => ask(null)} />}
        </>
      )}
    </SettingsPageFrame>
  );
}

/** The number opens the records behind it. */
function Use({ of, as }: { of: UsedTag; as: "customers" | "orders" | "products" }) {
  const count = of[`${as}Count`];
  if (count === 0) return <span className="k-muted">–</span>;
  const where = JSON.stringify({ field: "tags", is: "any_of", value: [of.name] });
  return (
    <Link to={`/${as}?where=${encodeURIComponent(where)}`} className="k-link">
      {countText(count)}
    </Link>
  );
}

type VerbsProps = {
  of: UsedTag;
  isOnly: boolean;
  onAsk: (does: Asked["does"]) => void;
  onProblem: (problem: unknown) => void;
};

function Verbs({ of, isOnly, onAsk, onProblem }: VerbsProps) {
  const t = useWords(tagWords);
  const remove = async () => {
    const { id } = await tagsApi.remove({ name: of.name });
    await refreshTags();
    toast(t("toastRemoved", { name: of.name }), () => takeBack(id));
  };
  return (
    <More
      label={t("verbsOf", { name: of.name })}
      items={[
        { label: t("recolour"), icon: <IconPalette size={16} />, onClick: () => onAsk("colour") },
        { label: t("rename"), icon: <IconPencil size={16} />, onClick: () => onAsk("rename") },
        ...(isOnly
          ? []
          : [
              {
                label: t("merge"),
                icon: <IconArrowMerge size={16} />,
                onClick: () => onAsk("merge"),
              },
            ]),
        {
          label: t("remove"),
          icon: <IconTrash size={16} />,
          onClick: () => void remove().catch(onProblem),
        },
      ]}
    />
  );
}

async function takeBack(id: string): Promise<void> {
  await tagsApi.undo({ id });
  await refreshTags();
}

function Question({
  of: { does, of },
  all,
  onClose,
}: {
  of: Asked;
  all: readonly UsedTag[];
  onClose: () => void;
}) {
  const t = useWords(tagWords);
  const [name, setName] = useState(of?.name ?? "");
  const [into, setInto] = useState<string | null>(null);
  const [colour, setColour] = useState<Colour>(of?.colour ?? "blue");
  const count = of === null ? 0 : of.customersCount + of.ordersCount + of.productsCount;
  const retag = async (to: string) => {
    if (of === null) return;
    const { id } = await tagsApi.rename({ name: of.name, into: to });
    await refreshTags();
    toast(t("toastRenamed", { name: of.name, into: to }), () => takeBack(id));
  };
  const recolour = async () => {
    await tagsApi.colour({ name: name.trim(), colour });
    await refreshTags();
  };
  const shared = { isOpen: true, onClose };
  const field = (
    <TextInput
      label={t("name")}
      value={name}
      maxLength={50}
      data-autofocus
      onChange={(event) => setName(event.currentTarget.value)}
    />
  );
  if (does === "new")
    return (
      <Dialog {...shared} title={t("newTitle")} verb={t("create")} onDo={recolour}>
        {field}
        <ColourChoice of={colour} onPick={setColour} />
      </Dialog>
    );
  if (does === "colour")
    return (
      <Dialog
        {...shared}
        title={t("recolourTitle", { name })}
        verb={t("recolourDo")}
        onDo={recolour}
      >
        <ColourChoice of={colour} onPick={setColour} />
      </Dialog>
    );
  const verb = t(does === "rename" ? "renameDo" : "mergeDo", { count: countText(count) });
  if (does === "rename")
    return (
      <Dialog
        {...shared}
        title={t("renameTitle", { name: of?.name ?? "" })}
        verb={verb}
        onDo={() => retag(name.trim())}
      >
        {field}
        <p className="k-caption">{t("renameHelp", { count: countText(count) })}</p>
      </Dialog>
    );
  return (
    <Dialog
      {...shared}
      title={t("mergeTitle", { name: of?.name ?? "" })}
      verb={verb}
      onDo={() => (into === null ? Promise.resolve() : retag(into))}
    >
      <Select
        label={t("into")}
        searchable
        data={all.map((tag) => tag.name).filter((one) => one !== of?.name)}
        value={into}
        onChange={setInto}
      />
    </Dialog>
  );
}

/** What was renamed, merged or deleted, how far it is, and the way back while there is one. */
function Changes({ of }: { of: readonly TagChange[] }) {
  const t = useWords(tagWords);
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <Section title={t("changes")}>
      <ProblemNote of={problem} />
      <ul className={styles.changes}>
        {of.map((change) => (
          <li key={change.id}>
            <Note
              actions={
                change.undoneAt === null && change.blocked.undo === null ? (
                  <Button
                    variant="default"
                    onClick={() => void takeBack(change.id).catch(setProblem)}
                  >
                    {t("undo")}
                  </Button>
                ) : undefined
              }
            >
              {t(
                `${change.undoneAt === null ? "changed" : "undone"}.${change.into === null ? "removed" : "renamed"}`,
                { name: change.name, into: change.into ?? "" },
              )}{" "}
              <span className="k-muted">
                {t("by", { who: change.actorName })}, <When at={change.changedAt} />
                {change.totalCount > 0 &&
                  ` · ${t("progress", { done: countText(change.doneCount), total: countText(change.totalCount) })}`}
              </span>
            </Note>
          </li>
        ))}
      </ul>
    </Section>
  );
}
