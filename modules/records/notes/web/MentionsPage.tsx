import { Button } from "@mantine/core";
import { IconAt } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { accounts } from "#modules/accounts/accounts/accounts.contract.ts";
import { client } from "#ui/api.ts";
import { Bones } from "#ui/bones.tsx";
import { Empty } from "#ui/empty.tsx";
import { Link } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Status } from "#ui/status.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { placeOf } from "../../timeline/web/places.ts";
import { NoteText } from "./note-text.tsx";
import { type Mentioned, notesApi } from "./notes.client.ts";
import styles from "./notes.module.css";
import { noteWords } from "./notes.words.ts";

const accountsApi = client(accounts);

/** Where colleagues named whoever looks, newest first. To look is to have seen. */
export function MentionsPage() {
  const t = useWords(noteWords);
  const list = useInfiniteQuery({
    queryKey: ["records.mentions"],
    queryFn: ({ pageParam, signal }) =>
      notesApi.mentions(pageParam === null ? {} : { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows);
  const hasNew = rows?.some(({ isNew }) => isNew) ?? false;
  useEffect(() => {
    if (hasNew) void accountsApi.seeMentions({}).then(() => refresh("records.notes"));
  }, [hasNew]);
  return (
    <Page title={t("mentions")}>
      {list.isError && <ProblemNote of={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Bones rows={6} />}
      {rows?.length === 0 && (
        <Empty icon={<IconAt size={28} stroke={1.4} />} title={t("mentionsEmpty")}>
          {t("mentionsEmptyText")}
        </Empty>
      )}
      {rows?.map((mention) => (
        <One key={mention.note} of={mention} />
      ))}
      {list.hasNextPage && (
        <Button
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("olderMentions")}
        </Button>
      )}
    </Page>
  );
}

function One({ of }: { of: Mentioned }) {
  const t = useWords(noteWords);
  return (
    <article className={styles.mention}>
      <div className={styles.line}>
        <span>
          {t.rich("mentionIn", {
            who: <b key="who">{of.authorName}</b>,
            record: (
              <Link key="record" to={placeOf(of.subject)} className="k-link">
                {of.subjectName || t("nameless")}
              </Link>
            ),
          })}
        </span>
        {of.isNew && <Status tone="accent">{t("isNew")}</Status>}
        <span className="k-caption">
          <When at={of.at} />
        </span>
      </div>
      <NoteText of={{ text: of.text, mentions: [] }} />
    </article>
  );
}
