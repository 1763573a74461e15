import { Button } from "@mantine/core";
import { IconKey, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { InTrash } from "#modules/records/trash/web/in-trash.tsx";
import { refreshAll, trashApi } from "#modules/records/trash/web/trash.client.ts";
import { Dialog } from "#ui/dialog.tsx";
import { EditInPlace } from "#ui/edit-in-place.tsx";
import { Facts } from "#ui/facts.tsx";
import { Figures } from "#ui/figures.tsx";
import { Link, useParam } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { countText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { ConnectionState } from "./connection-parts.tsx";
import {
  type Connection,
  connectionsApi,
  useConnection,
  useConnectionVerb,
} from "./connections.client.ts";
import { connectionWords } from "./connections.words.ts";
import { SetUp } from "./set-up.tsx";

/** One store: how to connect it, whether it speaks, and how well. */
export function ConnectionPage() {
  const t = useWords(connectionWords);
  const connection = useConnection(useParam("connectionId"));
  return (
    <Page
      of={connection}
      title={({ name }) => name}
      crumb={{ to: "/connections", label: t("connections") }}
      status={({ state }) => <ConnectionState of={state} />}
      actions={(data) => <Verbs of={data} />}
      aside={(data) => <About of={data} />}
    >
      {(data) => (
        <>
          <News of={data} />
          {data.state !== "waiting" && <Health of={data} />}
          {data.kind !== "sample" && data.state !== "removed" && <SetUp of={data} />}
        </>
      )}
    </Page>
  );
}

/** What is so now, in one sentence; it changes by itself when the store is heard. */
function News({ of }: { of: Connection }) {
  const t = useWords(connectionWords);
  const { name } = of;
  if (of.kind === "sample") return <Note>{t("sampleText")}</Note>;
  if (of.state === "removed")
    return of.url === null ? (
      <Note>{t("removedNote")}</Note>
    ) : (
      <InTrash record={of.id} name={of.name} />
    );
  if (of.state === "paused") return <Note tone="warn">{t("pausedNote")}</Note>;
  const heardAt = of.firstPingAt ?? of.lastDeliveryAt;
  if (of.state === "waiting" || heardAt === null)
    return (
      <div role="status">
        <Note tone="warn">{t("waiting", { name })}</Note>
      </div>
    );
  const orders = (
    <Button variant="default" component={Link} to={`/orders?connectionId=${of.id}`}>
      {t("seeOrders")}
    </Button>
  );
  return (
    <div role="status">
      <Note tone="good" actions={of.lastDeliveryAt === null ? undefined : orders}>
        {t.rich("green", { name, when: <When key="when" at={heardAt} as="full" /> })}
      </Note>
    </div>
  );
}

function Health({ of }: { of: Connection }) {
  const t = useWords(connectionWords);
  const reason = useReason();
  const log = (state: string) => `/connections/deliveries?connectionId=${of.id}${state}`;
  return (
    <Section title={t("health")}>
      <Figures
        small
        of={[
          { label: t("kept"), value: countText(of.deliveries.total), to: log("") },
          { label: t("unread"), value: countText(of.deliveries.failed), to: log("&state=failed") },
          {
            label: t("waitingRead"),
            value: countText(of.deliveries.waiting),
            to: log("&state=waiting"),
          },
        ]}
      />
      {of.refusals.length > 0 && (
        <Note tone="warn">
          <b>{t("refusals")}</b>
          {of.refusals.map((refusal) => (
            <div key={refusal.reason}>
              {`${countText(refusal.count)} × ${reason(refusal.reason)}`},{" "}
              {t.rich("last", { when: <When key="when" at={refusal.lastHourAt} as="full" /> })}
            </div>
          ))}
          <div className="k-caption">{t("refusalsText")}</div>
        </Note>
      )}
    </Section>
  );
}

function About({ of }: { of: Connection }) {
  const t = useWords(connectionWords);
  const rename = useConnectionVerb(connectionsApi.rename);
  return (
    <Section title={t("facts")}>
      <Facts
        rows={[
          [
            t("rename"),
            <EditInPlace
              key="name"
              label={t("rename")}
              value={of.name}
              onSave={(name) => rename.mutateAsync({ id: of.id, version: of.version, name })}
            />,
          ],
          [t("platform"), t(`kind.${of.kind}`)],
          [t("created"), <When key="created" at={of.createdAt} as="full" />],
          of.firstPingAt !== null && [
            t("firstPing"),
            <When key="ping" at={of.firstPingAt} as="full" />,
          ],
          of.lastDeliveryAt !== null && [
            t("lastDelivery"),
            <When key="last" at={of.lastDeliveryAt} as="full" />,
          ],
        ]}
      />
    </Section>
  );
}

function Verbs({ of }: { of: Connection }) {
  const t = useWords(connectionWords);
  const [asked, ask] = useState<"secret" | "remove" | null>(null);
  const pause = useConnectionVerb(connectionsApi.pause);
  const resume = useConnectionVerb(connectionsApi.resume);
  const seen = { id: of.id, version: of.version };
  const { name } = of;
  const hold = async () => {
    const { version } = await pause.mutateAsync(seen);
    toast(t("paused", { name }), () => resume.mutateAsync({ id: of.id, version }));
  };
  const goOn = async () => {
    await resume.mutateAsync(seen);
    toast(t("resumed", { name }));
  };
  return (
    <>
      <Button
        variant="default"
        component={Link}
        to={`/connections/deliveries?connectionId=${of.id}`}
      >
        {t("deliveries")}
      </Button>
      <More
        items={[
          of.state === "paused"
            ? {
                label: t("resume"),
                icon: <IconPlayerPlay size={16} />,
                onClick: () => void goOn(),
                blocked: of.blocked.resume,
              }
            : {
                label: t("pause"),
                icon: <IconPlayerPause size={16} />,
                onClick: () => void hold(),
                blocked: of.blocked.pause,
              },
          {
            label: t("newSecret"),
            icon: <IconKey size={16} />,
            onClick: () => ask("secret"),
            blocked: of.blocked.newSecret,
          },
          {
            label: t("remove"),
            icon: <IconTrash size={16} />,
            onClick: () => ask("remove"),
            blocked: of.blocked.remove,
            isDanger: true,
          },
        ]}
      />
      {asked === "secret" && <NewSecretDialog of={of} onClose={() => ask(null)} />}
      {asked === "remove" && <RemoveDialog of={of} onClose={() => ask(null)} />}
    </>
  );
}

type DialogProps = { of: Connection; onClose: () => void };

function NewSecretDialog({ of, onClose }: DialogProps) {
  const t = useWords(connectionWords);
  const renew = useConnectionVerb(connectionsApi.newSecret);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("newSecretTitle", { name: of.name })}
      verb={t("newSecret")}
      onDo={async () => {
        await renew.mutateAsync({ id: of.id, version: of.version });
        toast(t("newSecretDone", { name: of.name }));
      }}
    >
      <p>{t("newSecretText")}</p>
    </Dialog>
  );
}

function RemoveDialog({ of, onClose }: DialogProps) {
  const t = useWords(connectionWords);
  const remove = useConnectionVerb(connectionsApi.remove);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("removeTitle", { name: of.name })}
      verb={t("removeDo")}
      isDanger
      onDo={async () => {
        await remove.mutateAsync({ id: of.id, version: of.version });
        await refreshAll();
        toast(t("removed", { name: of.name }), async () => {
          await trashApi.restore({ records: [of.id] });
          await refreshAll();
        });
      }}
    >
      <p>{t("removeText")}</p>
    </Dialog>
  );
}
