import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { Bones } from "#ui/bones.tsx";
import { CopyButton } from "#ui/copy.tsx";
import { Facts } from "#ui/facts.tsx";
import { Link } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { reasonText } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { type Delivery, useDelivery, useReplay } from "./deliveries.client.ts";
import { deliveryWords } from "./deliveries.words.ts";
import styles from "./delivery.module.css";
import { DeliveryState, outcomeText, placeOf } from "./delivery-parts.tsx";
import { indented } from "./indented.ts";

/** One delivery beside the list: how it went, its headers and its body as it came. */
export function DeliveryPeek({ id, mayReplay }: { id: string; mayReplay: boolean }) {
  const delivery = useDelivery(id);
  if (delivery.isError)
    return <ProblemNote of={delivery.error} onRetry={() => void delivery.refetch()} />;
  if (delivery.data === undefined) return <Bones rows={8} />;
  return (
    <>
      <Head of={delivery.data} mayReplay={mayReplay} />
      <HowItWent of={delivery.data} />
      <Headers of={delivery.data} />
      <Body of={delivery.data} />
    </>
  );
}

function Head({ of, mayReplay }: { of: Delivery; mayReplay: boolean }) {
  const t = useWords(deliveryWords);
  const replay = useReplay();
  const again = () =>
    replay.mutate({ ids: [of.id] }, { onSuccess: ({ count }) => toast(t("replayed", { count })) });
  const verb = mayReplay && of.state !== "waiting" && (
    <Button
      variant={of.state === "failed" ? "filled" : "default"}
      leftSection={<IconRefresh size={15} stroke={1.6} />}
      loading={replay.isPending}
      onClick={again}
    >
      {t("replay")}
    </Button>
  );
  return (
    <div className={styles.head}>
      <h2 className={styles.topic}>{of.topic}</h2>
      {of.state === "failed" && of.reason !== null ? (
        <Note tone="bad" actions={verb}>
          <b>{reasonText(of.reason)}</b>
          {of.reasonPath !== null && of.reasonPath !== "" && (
            <div>
              {t("where")}: <code>{of.reasonPath}</code>
            </div>
          )}
          {of.reasonDetail !== null && of.reasonDetail !== "" && (
            <div className={styles.stood}>
              {t("stood")}: <code>{of.reasonDetail}</code>
            </div>
          )}
          <div>{t("kept")}</div>
        </Note>
      ) : (
        <>
          <p>{outcomeText(of, t)}</p>
          {verb}
        </>
      )}
      <ProblemNote of={replay.error} />
    </div>
  );
}

function HowItWent({ of }: { of: Delivery }) {
  const t = useWords(deliveryWords);
  const place = placeOf(of.subject);
  return (
    <Section title={t("howItWent")}>
      <Facts
        rows={[
          [t("state"), <DeliveryState key="state" of={of.state} />],
          [t("arrived"), <When key="arrived" at={of.receivedAt} as="full" />],
          [t("store"), of.connection],
          of.finishedAt !== null && [
            t("finished"),
            <When key="finished" at={of.finishedAt} as="full" />,
          ],
          of.tookMs !== null && [t("took"), t("ms", { count: of.tookMs })],
          place !== null && [
            t("record"),
            <Link key="record" to={place} className="k-link">
              {t("open")}
            </Link>,
          ],
          of.eventId !== null && [t("eventId"), <code key="event">{of.eventId}</code>],
          [t("id"), <code key="id">{of.id}</code>],
        ]}
      />
    </Section>
  );
}

function Headers({ of }: { of: Delivery }) {
  const t = useWords(deliveryWords);
  return (
    <Section title={t("headers")}>
      <dl className={styles.headers}>
        {Object.entries(of.headers).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="k-caption">{t("blanked")}</p>
    </Section>
  );
}

function Body({ of }: { of: Delivery }) {
  const t = useWords(deliveryWords);
  const text = indented(of.body);
  return (
    <Section
      title={t("body")}
      hint={t("bytes", { count: of.bodyBytes })}
      action={<CopyButton label={t("body")} value={text} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={styles.body} tabIndex={0} aria-label={t("body")}>
        <pre>{text}</pre>
      </section>
      {of.isBodyCut && <p className="k-caption">{t("cut")}</p>}
    </Section>
  );
}
