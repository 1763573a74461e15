import { useGo, useParam } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useReason } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { FieldForm, saidOf } from "./field-form.tsx";
import { fieldsApi, type OwnType, useField } from "./fields.client.ts";
import { fieldWords } from "./fields.words.ts";

const listOf = (type: OwnType) => `/settings/fields?type=${type}`;

export function NewFieldPage() {
  const t = useWords(fieldWords);
  const [url] = useUrl();
  const type: OwnType =
    url["type"] === "order" || url["type"] === "product" ? url["type"] : "customer";
  const kept = useKept(type);
  return (
    <Page
      fit="narrow"
      crumb={{ to: listOf(type), label: t("fields") }}
      title={t("newFor", { of: t(`type.${type}`) })}
    >
      <FieldForm
        of={null}
        send={(draft) => fieldsApi.create({ type, ...saidOf(draft) })}
        onKept={kept}
      />
    </Page>
  );
}

export function FieldPage() {
  const t = useWords(fieldWords);
  const reason = useReason();
  const language = useLanguage();
  const field = useField(useParam("fieldId"));
  const kept = useKept(field.data?.type ?? "customer");
  return (
    <Page
      of={field}
      fit="narrow"
      crumb={{ to: listOf(field.data?.type ?? "customer"), label: t("fields") }}
      title={({ label }) => label[language]}
    >
      {(data) => (
        <>
          {data.blocked.change !== null && <Note>{reason(data.blocked.change)}</Note>}
          <FieldForm
            key={data.id}
            of={data}
            send={(draft, version) => fieldsApi.change({ id: data.id, version, ...saidOf(draft) })}
            onKept={kept}
          />
        </>
      )}
    </Page>
  );
}

function useKept(type: OwnType) {
  const t = useWords(fieldWords);
  const language = useLanguage();
  const go = useGo();
  return ({ label }: { label: { en: string; ms: string } }) => {
    toast(t("saved", { name: label[language] }));
    void refresh("records.fields", "records.types");
    go(listOf(type), { replace: true });
  };
}
