import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { hasRightCheckDigit } from "#kernel/barcode.ts";
import { OwnInputs, ownChanges } from "#modules/records/fields/web/own-fields.tsx";
import { useColourOf, useTagNames } from "#modules/records/tags/web/tags.client.ts";
import { Form, Wide } from "#ui/form/form.tsx";
import { MoneyField, NumberField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { SuggestField } from "#ui/form/suggest-field.tsx";
import { TagsField } from "#ui/form/tags-field.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { type Form as FormOf, useForm } from "#ui/form/use-form.ts";
import { useGo, useParam } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import styles from "./product.module.css";
import {
  type Product,
  productsApi,
  useCategories,
  useProduct,
  useProductVerb,
} from "./products.client.ts";
import { productWords } from "./products.words.ts";

type DraftVariant = {
  key: string;
  id?: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  priceMinor: number | null;
  costMinor: number | null;
  stockCount: number | null;
};
type Draft = {
  title: string;
  description: string;
  status: Product["status"];
  vendor: string | null;
  category: string | null;
  tags: string[];
  variants: DraftVariant[];
  custom: Record<string, unknown>;
};

export function NewProductPage() {
  const t = useWords(productWords);
  const go = useGo();
  const create = useProductVerb(productsApi.create);
  const { currency } = useCompany();
  const form = useForm({
    start: {
      title: "",
      description: "",
      status: "active",
      vendor: null,
      category: null,
      tags: [],
      variants: [emptyVariant()],
      custom: {},
    } as Draft,
    check,
    send: ({ variants, ...draft }: Draft) =>
      create.mutateAsync({
        ...draft,
        variants: variants.map((variant) => sentOf(variant, currency)),
      }),
    onKept: ({ id, title }) => {
      toast(t("saved", { title }));
      go(`/products/${id}`, { replace: true });
    },
  });
  return (
    <Page
      title={t("new")}
      crumb={{ to: "/products", label: t("products") }}
      fit="narrow"
      actions={<SendButton of={form}>{t("save")}</SendButton>}
    >
      <ProductFields form={form} currency={currency} isNew />
    </Page>
  );
}

export function EditProductPage() {
  const t = useWords(productWords);
  const id = useParam("productId");
  const product = useProduct(id);
  return (
    <Page
      of={product}
      title={({ title }) => title}
      crumb={{ to: `/products/${id}`, label: t("product") }}
      fit="narrow"
    >
      {(data) => <EditFields key={data.id} of={data} />}
    </Page>
  );
}

function EditFields({ of }: { of: Product }) {
  const t = useWords(productWords);
  const reason = useReason();
  const go = useGo();
  const change = useProductVerb(productsApi.change);
  const company = useCompany();
  const currency = of.currency ?? company.currency;
  const isStores = of.connection !== null;
  const known = useTagNames();
  const colourOf = useColourOf();
  const form = useForm({
    start: draftOf(of),
    version: of.version,
    check: (draft: Draft) => (isStores ? {} : check(draft)),
    send: ({ variants, ...draft }: Draft, version) =>
      change.mutateAsync({
        id: of.id,
        version,
        ...(isStores
          ? {
              tags: draft.tags,
              ...(draft.category === of.category ? {} : { category: draft.category }),
              custom: ownChanges(of.custom, draft.custom),
            }
          : {
              ...draft,
              custom: ownChanges(of.custom, draft.custom),
              variants: variants.map((variant) => sentOf(variant, currency)),
            }),
      }),
    onKept: ({ id, title }) => {
      toast(t("saved", { title }));
      go(`/products/${id}`, { replace: true });
    },
  });
  return (
    <>
      {isStores ? (
        <Form of={form}>
          <Note>{reason("catalog.product.belongs_to_store")}</Note>
          <CategoryField of={form} />
          <TagsField
            of={form}
            name="tags"
            label={t("tags")}
            optional
            known={known}
            colourOf={colourOf}
          />
          <OwnInputs of={form} type="product" />
        </Form>
      ) : (
        <ProductFields form={form} currency={currency} />
      )}
      <SendButton of={form} mt={24}>
        {t("save")}
      </SendButton>
    </>
  );
}

function ProductFields(props: { form: FormOf<Draft, Product>; currency: string; isNew?: boolean }) {
  const { form, currency, isNew = false } = props;
  const t = useWords(productWords);
  const statuses = (["active", "draft", "archived"] as const).map((value) => ({
    value,
    label: t(`status.${value}`),
  }));
  return (
    <Form of={form} columns={2}>
      <Wide>
        <TextField of={form} name="title" label={t("title")} autoFocus />
      </Wide>
      <TextField of={form} name="vendor" label={t("vendor")} optional emptyIsNull />
      <SelectField of={form} name="status" label={t("status")} options={statuses} />
      <Wide>
        <CategoryField of={form} />
      </Wide>
      <Wide>
        <Variants form={form} currency={currency} />
      </Wide>
      <Wide>
        <TagsField
          of={form}
          name="tags"
          label={t("tags")}
          optional
          known={useTagNames()}
          colourOf={useColourOf()}
        />
      </Wide>
      <OwnInputs of={form} type="product" isNew={isNew} />
      <Wide>
        <TextAreaField of={form} name="description" label={t("description")} optional />
      </Wide>
    </Form>
  );
}

function CategoryField({ of }: { of: FormOf<Draft, Product> }) {
  const t = useWords(productWords);
  return (
    <SuggestField
      of={of}
      name="category"
      label={t("category")}
      help={t("categoryHelp")}
      optional
      known={useCategories()}
    />
  );
}

function Variants({ form, currency }: { form: FormOf<Draft, Product>; currency: string }) {
  const t = useWords(productWords);
  const { variants } = form.values;
  return (
    <div className={styles.variants}>
      {variants.map(({ key, barcode }, at) => (
        <div key={key} className={styles.variant}>
          <TextField
            of={form}
            name={`variants.${at}.title`}
            label={t("variant")}
            optional={variants.length === 1}
          />
          <TextField of={form} name={`variants.${at}.sku`} label={t("sku")} optional emptyIsNull />
          <TextField
            of={form}
            name={`variants.${at}.barcode`}
            label={t("barcode")}
            optional
            emptyIsNull
            {...(hasRightCheckDigit(barcode ?? "") === false ? { help: t("barcodeHint") } : {})}
          />
          <MoneyField
            of={form}
            name={`variants.${at}.priceMinor`}
            label={t("price")}
            currency={currency}
          />
          <MoneyField
            of={form}
            name={`variants.${at}.costMinor`}
            label={t("cost")}
            optional
            currency={currency}
          />
          <NumberField of={form} name={`variants.${at}.stockCount`} label={t("stock")} decimals />
          {variants.length > 1 && (
            <ActionIcon
              aria-label={t("removeVariant")}
              onClick={() =>
                form.set(
                  "variants",
                  variants.filter((_, other) => other !== at),
                )
              }
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          )}
        </div>
      ))}
      <div>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={15} stroke={1.8} />}
          onClick={() => form.set("variants", [...variants, emptyVariant()])}
        >
          {t("addVariant")}
        </Button>
      </div>
    </div>
  );
}

const check = ({ title }: Draft) => ({ title: title.trim() === "" ? "field.required" : null });

const emptyVariant = (): DraftVariant => ({
  key: crypto.randomUUID(),
  title: "",
  sku: null,
  barcode: null,
  priceMinor: null,
  costMinor: null,
  stockCount: null,
});

const draftOf = (of: Product): Draft => ({
  title: of.title,
  description: of.description,
  status: of.status,
  vendor: of.vendor,
  category: of.category,
  tags: of.tags,
  custom: of.custom,
  variants: of.variants.map(({ id, title, sku, barcode, priceMinor, costMinor, stockCount }) => ({
    key: id,
    id,
    title,
    sku,
    barcode,
    priceMinor,
    costMinor,
    stockCount,
  })),
});

const sentOf = ({ key: _, ...variant }: DraftVariant, currency: string) => ({
  ...variant,
  currency,
});
