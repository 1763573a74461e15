import { Button } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { CheckField } from "#ui/form/check-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useGo } from "#ui/link.tsx";
import { filterOf, sameFilter } from "#ui/list/filters.ts";
import type { Counted, Filter, ListQuery, View } from "#ui/list/types.ts";
import { Menu } from "#ui/menu.tsx";
import { More } from "#ui/more.tsx";
import { refresh } from "#ui/query.ts";
import { useMay } from "#ui/session.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl, writeUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import type { RecordTypeName } from "../../types/types.contract.ts";
import { isSame, stateOf, urlOf } from "./state.ts";
import { type SavedView, useViews, type ViewState, viewsApi } from "./views.client.ts";
import styles from "./views.module.css";
import { viewWords } from "./views.words.ts";

type Props = {
  type: RecordTypeName;
  path: string;
  topic: string;
  builtIn: readonly View[];
  filters: readonly Filter[];
  count?: ((filter: ListQuery) => Promise<Counted>) | undefined;
};

/** So many stand side by side; the others are behind "more". */
const SHOWN = 8;

/** The house's views and the saved ones as tabs, and quietly what is not saved of the one that is here. */
export function ViewTabs({ type, path, topic, builtIn, filters, count }: Props) {
  const t = useWords(viewWords);
  const go = useGo();
  const [url] = useUrl();
  const { data } = useViews(type);
  const views = data?.views ?? [];
  const here = views.find(({ id }) => id === url["view"]);
  useDefault(path, data?.defaultView ?? null, views, builtIn);

  const counts = useQueries({
    queries: views.slice(0, SHOWN).map(({ id, state }) => {
      const asked = {
        ...state.filter,
        ...(state.where === undefined ? {} : { where: state.where }),
      };
      return {
        queryKey: [topic, "count", asked],
        queryFn: () => (count ?? noCount)(asked),
        enabled: count !== undefined,
        staleTime: 60_000,
        meta: { id },
      };
    }),
  });
  const filter = filterOf(url, filters);
  const all = [
    ...builtIn.map((view) => ({
      to: `${path}${writeUrl(view.filter)}`,
      label: view.label,
      isHere: here === undefined && sameFilter(filter, view.filter),
      count: view.count,
    })),
    ...views.map((view, at) => ({
      to: `${path}${writeUrl(urlOf(view.state, view.id))}`,
      label: view.name,
      isHere: view.id === here?.id,
      count: counts[at]?.data?.count,
    })),
  ];
  const side = all.slice(0, SHOWN);
  const chosen = all.slice(SHOWN).find(({ isHere }) => isHere);
  const rest = all.slice(SHOWN).filter((tab) => tab !== chosen);
  return (
    <div className={styles.tabs}>
      <Tabs label={t("views")} of={chosen === undefined ? side : [...side, chosen]} />
      {rest.length > 0 && (
        <Menu
          label={t("moreViews")}
          items={rest.map(({ label, to }) => ({ label, onClick: () => go(to) }))}
          button={(opener) => (
            <Button
              {...opener}
              variant="subtle"
              size="compact-sm"
              rightSection={<IconChevronDown size={14} stroke={1.6} />}
            >
              {t("more", { count: rest.length })}
            </Button>
          )}
        />
      )}
      <ViewVerbs
        type={type}
        path={path}
        here={here}
        views={views}
        defaultView={data?.defaultView ?? null}
        state={stateOf(url, filters)}
        isPlain={builtIn.some((view) => isSame({ filter: view.filter }, stateOf(url, filters)))}
      />
    </div>
  );
}

function noCount(): never {
  throw new Error("this list does not count");
}

/** A list that is opened without a word of what to show opens with the view that one chose. */
function useDefault(
  path: string,
  defaultView: string | null,
  views: readonly SavedView[],
  builtIn: readonly View[],
): void {
  const go = useGo();
  const [url] = useUrl();
  const wasAsked = useRef(false);
  useEffect(() => {
    if (wasAsked.current || defaultView === null) return;
    wasAsked.current = true;
    if (Object.keys(url).length > 0) return;
    const saved = views.find(({ id }) => id === defaultView);
    const house = builtIn.find(({ label }) => label === defaultView);
    if (saved !== undefined) go(`${path}${writeUrl(urlOf(saved.state, saved.id))}`);
    else if (house !== undefined) go(`${path}${writeUrl(house.filter)}`);
  });
}

type VerbsProps = {
  type: RecordTypeName;
  path: string;
  here: SavedView | undefined;
  views: readonly SavedView[];
  defaultView: string | null;
  state: ViewState;
  /** As one of the house's views shows it: nothing to save. */
  isPlain: boolean;
};
type Naming = { title: string; name: string; state: ViewState | null };

function ViewVerbs({ type, path, here, views, defaultView, state, isPlain }: VerbsProps) {
  const t = useWords(viewWords);
  const go = useGo();
  const mayWrite = useMay("records.views.write");
  const mayShare = useMay("records.views.share");
  const [naming, setNaming] = useState<Naming | null>(null);
  if (!mayWrite) return null;
  const isChanged = here === undefined ? !isPlain : !isSame(here.state, state);
  const done = async (text: string, undo?: () => Promise<unknown>) => {
    await refresh("records.views");
    toast(
      text,
      undo === undefined
        ? undefined
        : async () => {
            await undo();
            await refresh("records.views");
          },
    );
  };
  const opened = (view: SavedView) => go(`${path}${writeUrl(urlOf(view.state, view.id))}`);
  return (
    <>
      {isChanged && (
        <span className={styles.unsaved}>
          {here !== undefined && <span>{t("unsaved")}</span>}
          {here !== undefined && here.blocked.change === null && (
            <button
              type="button"
              onClick={async () => {
                await viewsApi.change({ id: here.id, version: here.version, state });
                const before = here.state;
                await done(t("saved", { name: here.name }), () =>
                  viewsApi.change({ id: here.id, version: here.version + 1, state: before }),
                );
              }}
            >
              {t("save")}
            </button>
          )}
          <button
            type="button"
            onClick={() => setNaming({ title: t("nameView"), name: "", state })}
          >
            {t(here === undefined ? "saveView" : "saveAs")}
          </button>
          {here !== undefined && (
            <button type="button" onClick={() => opened(here)}>
              {t("reset")}
            </button>
          )}
        </span>
      )}
      {here !== undefined && (
        <More
          label={t("verbs", { name: here.name })}
          items={[
            {
              label: t("rename"),
              blocked: here.blocked.change,
              onClick: () => setNaming({ title: t("renameView"), name: here.name, state: null }),
            },
            {
              label: t("duplicate"),
              onClick: async () => {
                const name = t("copyOf", { name: here.name }).slice(0, 80);
                const made = await viewsApi.create({ type, name, state: here.state });
                await done(t("saved", { name: made.name }));
                opened(made);
              },
            },
            ...(mayShare
              ? [
                  {
                    label: t(here.isShared ? "unshare" : "share"),
                    blocked: here.blocked.share,
                    onClick: async () => {
                      const { id, version, isShared, name } = here;
                      await viewsApi.share({ id, version, isShared: !isShared });
                      await done(t(isShared ? "unshared" : "shared", { name }), () =>
                        viewsApi.share({ id, version: version + 1, isShared }),
                      );
                    },
                  },
                ]
              : []),
            {
              label: t(defaultView === here.id ? "noDefault" : "makeDefault"),
              onClick: async () => {
                const view = defaultView === here.id ? null : here.id;
                await viewsApi.choose({ type, view });
                await done(t("defaulted", { name: here.name }), () =>
                  viewsApi.choose({ type, view: defaultView }),
                );
              },
            },
            ...(
              [
                ["left", -1],
                ["right", 1],
              ] as const
            ).map(([label, step]) => ({
              label: t(label),
              onClick: async () => {
                await viewsApi.arrange({ type, views: moved(views, here.id, step) });
                await refresh("records.views");
              },
            })),
            {
              label: t("remove"),
              isDanger: true,
              blocked: here.blocked.change,
              onClick: async () => {
                await viewsApi.remove({ id: here.id, version: here.version });
                go(path);
                await done(t("removed", { name: here.name }), () =>
                  viewsApi.restore({ id: here.id }),
                );
              },
            },
          ]}
        />
      )}
      {naming !== null && (
        <NameDialog
          {...naming}
          canShare={mayShare && naming.state !== null}
          onClose={() => setNaming(null)}
          send={async ({ name, isShared }) => {
            if (naming.state === null && here !== undefined)
              return viewsApi.change({ id: here.id, version: here.version, name });
            const made = await viewsApi.create({ type, name, state: naming.state ?? state });
            return isShared ? viewsApi.share({ id: made.id, version: 1, isShared }) : made;
          }}
          onKept={async (view) => {
            setNaming(null);
            await done(t("saved", { name: view.name }));
            if (naming.state !== null) opened(view);
          }}
        />
      )}
    </>
  );
}

function moved(views: readonly SavedView[], id: string, step: number): string[] {
  const ids = views.map((view) => view.id);
  const from = ids.indexOf(id);
  const to = Math.max(0, Math.min(ids.length - 1, from + step));
  ids.splice(to, 0, ...ids.splice(from, 1));
  return ids;
}

type NameProps = {
  title: string;
  name: string;
  canShare: boolean;
  send: (typed: { name: string; isShared: boolean }) => Promise<SavedView>;
  onKept: (view: SavedView) => Promise<void>;
  onClose: () => void;
};

function NameDialog({ title, name, canShare, send, onKept, onClose }: NameProps) {
  const t = useWords(viewWords);
  const form = useForm({
    start: { name, isShared: false },
    check: (typed) => ({ name: typed.name.trim() === "" ? "field.required" : null }),
    send,
    onKept: (view) => void onKept(view),
  });
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <Form of={form} guards={false}>
        <TextField of={form} name="name" label={t("name")} autoFocus />
        {canShare && <CheckField of={form} name="isShared" label={t("shareIt")} />}
        <SendButton of={form}>{t("save")}</SendButton>
      </Form>
    </Dialog>
  );
}
