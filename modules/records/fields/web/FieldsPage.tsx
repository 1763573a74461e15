import { Button } from "@mantine/core";
import { IconForms, IconGripVertical } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link, useGo } from "#ui/link.tsx";
import { More, type MoreItem } from "#ui/more.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { cache, refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useWhyNot } from "#ui/session.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { fieldsApi, type OwnField, type OwnType, useFieldsOf, useUsage } from "./fields.client.ts";
import styles from "./fields.module.css";
import { fieldWords } from "./fields.words.ts";

const TYPES: readonly OwnType[] = ["customer", "order", "product"];

/** What the company keeps of its records besides: by type, in the order in which it is offered. */
export function FieldsPage() {
  const t = useWords(fieldWords);
  const go = useGo();
  const [url] = useUrl();
  const type = TYPES.find((one) => one === url["type"]) ?? "customer";
  const fields = useFieldsOf(type);
  const closed = useWhyNot("records.fields.write");
  const toNew = () => go(`/settings/fields/new?type=${type}`);
  return (
    <SettingsPageFrame of={fields} title={t("settings")} pages={useSettingsPages()}>
      {({ fields: all }) => {
        const inUse = all.filter(({ retiredAt }) => retiredAt === null);
        const retired = all.filter(({ retiredAt }) => retiredAt !== null);
        return (
          <>
            <Section
              title={t("fields")}
              action={
                <ActionButton blocked={closed} onClick={toNew}>
                  {t("new")}
                </ActionButton>
              }
            >
              <p className="k-caption">{t("fieldsText")}</p>
              <div className={styles.types}>
                <Tabs
                  label={t("fields")}
                  of={TYPES.map((one) => ({
                    to: `/settings/fields?type=${one}`,
                    label: t(`types.${one}`),
                    isHere: one === type,
                  }))}
                />
              </div>
              {inUse.length === 0 ? (
                <Empty
                  icon={<IconForms size={24} stroke={1.4} />}
                  title={t("emptyTitle")}
                  actions={
                    closed === null && (
                      <Button variant="default" onClick={toNew}>
                        {t("new")}
                      </Button>
                    )
                  }
                >
                  {t("emptyText")}
                </Empty>
              ) : (
                <Ordered key={type} type={type} of={inUse} isClosed={closed !== null} />
              )}
            </Section>
            {retired.length > 0 && (
              <Section title={t("retiredTitle")}>
                <p className="k-caption">{t("retiredText")}</p>
                <ul className={styles.list}>
                  {retired.map((field) => (
                    <li key={field.id} className={styles.row}>
                      <span />
                      <Name of={field} />
                      <Count of={field} />
                      <Verbs of={field} />
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </>
        );
      }}
    </SettingsPageFrame>
  );
}

/** Moved by its handle: dragged, or with the arrow keys. */
function Ordered({
  type,
  of,
  isClosed,
}: {
  type: OwnType;
  of: readonly OwnField[];
  isClosed: boolean;
}) {
  const t = useWords(fieldWords);
  const language = useLanguage();
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [said, say] = useState("");
  const [problem, setProblem] = useState<unknown>(null);

  // Moves are sent one after another, or the last of two could arrive first.
  const turn = useRef(Promise.resolve());

  const move = (id: string, to: number) => {
    const field = of.find((one) => one.id === id);
    const at = Math.max(0, Math.min(of.length - 1, to));
    if (field === undefined || of[at] === field) return;
    const others = of.filter((one) => one !== field);
    const ordered = [...others.slice(0, at), field, ...others.slice(at)];
    show(type, ordered);
    setProblem(null);
    const sent = turn.current.then(async () => {
      try {
        await fieldsApi.order({ type, ids: ordered.map((one) => one.id) });
        say(t("moved", { name: field.label[language], at: at + 1, count: of.length }));
      } catch (refused) {
        setProblem(refused);
      }
      if (turn.current === sent) await refresh("records.fields", "records.types");
    });
    turn.current = sent;
  };
  const onKeyDown = (event: KeyboardEvent, id: string, at: number) => {
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(id, at + step);
  };
  return (
    <>
      <ProblemNote of={problem} />
      <ol className={styles.list}>
        {of.map((field, at) => (
          <li
            key={field.id}
            className={styles.row}
            data-dragged={dragged === field.id || undefined}
            data-over={over === field.id || undefined}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setOver(field.id);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== null) move(dragged, at);
              setOver(null);
            }}
          >
            {isClosed ? (
              <span />
            ) : (
              <button
                type="button"
                className={styles.handle}
                draggable
                aria-label={t("move", { name: field.label[language] })}
                onKeyDown={(event) => onKeyDown(event, field.id, at)}
                onDragStart={() => setDragged(field.id)}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
              >
                <IconGripVertical size={16} stroke={1.6} aria-hidden="true" />
              </button>
            )}
            <Name of={field} />
            <Count of={field} />
            <Verbs of={field} />
          </li>
        ))}
      </ol>
      <Hidden>
        <span aria-live="polite">{said}</span>
      </Hidden>
    </>
  );
}

/** At once, before the server has said so too. */
const show = (type: OwnType, ordered: readonly OwnField[]) =>
  cache.setQueryData<{ fields: OwnField[] }>(["records.fields", type], (now) => ({
    fields: [...ordered, ...(now?.fields ?? []).filter((one) => !ordered.includes(one))],
  }));

function Name({ of }: { of: OwnField }) {
  const t = useWords(fieldWords);
  const language = useLanguage();
  const facts = [
    t(`kind.${of.kind}`),
    of.related !== null && t(`types.${of.related}`),
    of.isRequired && t("required"),
    of.isUnique && t("unique"),
    of.isIndexing && t("indexing"),
    of.isPurging && t("going"),
    of.key,
  ].filter(Boolean);
  return (
    <div className={styles.name}>
      <Link to={`/settings/fields/${of.id}`}>{of.label[language]}</Link>
      <small>{facts.join(" · ")}</small>
    </div>
  );
}

function Count({ of }: { of: OwnField }) {
  const t = useWords(fieldWords);
  const { data } = useUsage(of.type);
  if (data === undefined) return <span className={styles.count} />;
  const count = data.counts[of.key] ?? 0;
  return <span className={styles.count}>{count === 0 ? t("unused") : t("inUse", { count })}</span>;
}

function Verbs({ of }: { of: OwnField }) {
  const t = useWords(fieldWords);
  const language = useLanguage();
  const [isPurging, setPurging] = useState(false);
  const name = of.label[language];
  const { data } = useUsage(of.type);
  const count = data?.counts[of.key] ?? 0;
  const once = async (verb: typeof fieldsApi.retire, version = of.version) => {
    const after = await verb({ id: of.id, version });
    await refresh("records.fields", "records.types");
    return after;
  };
  const retire = async () => {
    const { version } = await once(fieldsApi.retire);
    toast(t("retired", { name }), () => once(fieldsApi.bringBack, version));
  };
  const bringBack = async () => {
    await once(fieldsApi.bringBack);
    toast(t("broughtBack", { name }));
  };
  const items: MoreItem[] =
    of.retiredAt === null
      ? [{ label: t("retire"), onClick: () => void retire(), blocked: of.blocked.retire }]
      : [
          { label: t("bringBack"), onClick: () => void bringBack(), blocked: of.blocked.bringBack },
          {
            label: t("purge"),
            onClick: () => setPurging(true),
            blocked: of.blocked.purge,
            isDanger: true,
          },
        ];
  return (
    <>
      <More items={items} />
      <Dialog
        isOpen={isPurging}
        onClose={() => setPurging(false)}
        title={t("purgeTitle", { name })}
        verb={t("purge")}
        isDanger
        onDo={async () => {
          await fieldsApi.purge({ id: of.id, version: of.version, key: of.key });
          toast(t("purged", { name }));
          await refresh("records.fields", "records.types");
        }}
      >
        {count === 0 ? t("purgeNone") : t("purgeText", { count })}
      </Dialog>
    </>
  );
}
