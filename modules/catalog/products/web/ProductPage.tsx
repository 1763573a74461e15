import { IconPencil } from "@tabler/icons-react";
import { decimalOf, readMinor } from "#kernel/money.ts";
import { RecordFiles } from "#modules/records/attachments/web/record-files.tsx";
import { OwnFields } from "#modules/records/fields/web/own-fields.tsx";
import { RecordNotes } from "#modules/records/notes/web/record-notes.tsx";
import { TagPicker } from "#modules/records/tags/web/tag-picker.tsx";
import { RecordTasks } from "#modules/records/tasks/web/record-tasks.tsx";
import { RecordTimeline } from "#modules/records/timeline/web/record-timeline.tsx";
import { InTrash } from "#modules/records/trash/web/in-trash.tsx";
import { useToTrash } from "#modules/records/trash/web/to-trash.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { ApiProblem } from "#ui/api.ts";
import { EditInPlace } from "#ui/edit-in-place.tsx";
import { Facts } from "#ui/facts.tsx";
import { Figures } from "#ui/figures.tsx";
import { Link, useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { useCompany } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./product.module.css";
import { Price, ProductStatus, Stock } from "./product-parts.tsx";
import { type Product, productsApi, useProduct, useProductVerb } from "./products.client.ts";
import { productWords } from "./products.words.ts";

export function ProductPage() {
  const t = useWords(productWords);
  const product = useProduct(useParam("productId"));
  return (
    <Page
      of={product}
      title={({ title }) => title}
      crumb={{ to: "/products", label: t("products") }}
      status={({ status }) => <ProductStatus of={status} />}
      actions={(data) => <Verbs of={data} />}
      aside={(data) => <ProductAside of={data} />}
    >
      {(data) => (
        <>
          {data.deletedAt !== null && <InTrash record={data.id} name={data.title} />}
          <Figures
            small
            of={[
              { label: t("price"), value: <Price of={data} /> },
              { label: t("stock"), value: <Stock of={data.stockCount} /> },
            ]}
          />
          <Section title={t("variantsTitle")} hint={t("variants", { count: data.variantsCount })}>
            <Variants of={data} />
          </Section>
          {data.description !== "" && (
            <Section title={t("description")}>
              <p className={styles.description}>{data.description}</p>
            </Section>
          )}
          <RecordTasks subject={data.id} isInTrash={data.trashedAt !== null} />
          <RecordNotes subject={data.id} />
          <RecordFiles subject={data.id} />
          <Section title={t("timeline")}>
            <RecordTimeline subject={data.id} />
          </Section>
        </>
      )}
    </Page>
  );
}

function Verbs({ of }: { of: Product }) {
  const t = useWords(productWords);
  const go = useGo();
  const toTrash = useToTrash(() => productsApi.trash({ ids: [of.id] }), of.title);
  return (
    <>
      <More items={[{ ...toTrash, blocked: of.blocked.trash }]} />
      {of.trashedAt === null && (
        <ActionButton
          leftSection={<IconPencil size={16} stroke={1.6} />}
          onClick={() => go(`/products/${of.id}/edit`)}
        >
          {t("edit")}
        </ActionButton>
      )}
    </>
  );
}

function Variants({ of }: { of: Product }) {
  const t = useWords(productWords);
  const change = useProductVerb(productsApi.change);
  const company = useCompany();
  const saveCost = async (variant: Product["variants"][number], text: string) => {
    const currency = variant.currency ?? company.currency;
    const costMinor = text === "" ? null : readMinor(text, currency);
    if (text !== "" && (costMinor === null || costMinor < 0))
      throw new ApiProblem(400, "invalid", "field.not_an_amount");
    const costs = [{ variantId: variant.id, costMinor }];
    await change.mutateAsync({ id: of.id, version: of.version, costs });
  };
  return (
    <Table<Product["variants"][number]>
      label={t("variantsTitle")}
      rows={of.variants}
      keyOf={({ id }) => id}
      columns={[
        { label: t("variant"), kind: "name", cell: ({ title }) => title || of.title },
        { label: t("sku"), kind: "quiet", phone: "under", cell: ({ sku }) => sku },
        { label: t("barcode"), kind: "quiet", phone: "under", cell: ({ barcode }) => barcode },
        {
          label: t("before"),
          kind: "number",
          cell: ({ comparePriceMinor, currency }) =>
            comparePriceMinor !== null &&
            currency !== null && <Money minor={comparePriceMinor} currency={currency} />,
        },
        {
          label: t("cost"),
          kind: "number",
          cell: (variant) => (
            <EditInPlace
              label={t("cost")}
              value={
                variant.costMinor === null || variant.currency === null
                  ? ""
                  : decimalOf(variant.costMinor, variant.currency)
              }
              blocked={of.blocked.change}
              onSave={(text) => saveCost(variant, text)}
            >
              {variant.costMinor === null || variant.currency === null ? (
                <span className="k-muted">–</span>
              ) : (
                <Money minor={variant.costMinor} currency={variant.currency} />
              )}
            </EditInPlace>
          ),
        },
        { label: t("stock"), kind: "number", cell: ({ stockCount }) => <Stock of={stockCount} /> },
        {
          label: t("price"),
          kind: "number",
          cell: ({ priceMinor, currency }) =>
            priceMinor === null || currency === null ? (
              "–"
            ) : (
              <Money minor={priceMinor} currency={currency} />
            ),
        },
      ]}
    />
  );
}

function ProductAside({ of }: { of: Product }) {
  const change = useProductVerb(productsApi.change);
  return (
    <>
      <ProductFacts of={of} />
      <OwnFields
        type="product"
        of={of}
        blocked={of.blocked.change}
        onSave={(custom) => change.mutateAsync({ id: of.id, version: of.version, custom })}
      />
    </>
  );
}

function ProductFacts({ of }: { of: Product }) {
  const t = useWords(productWords);
  const change = useProductVerb(productsApi.change);
  return (
    <Section title={t("facts")}>
      <Facts
        rows={[
          [t("store"), of.connection ?? t("byHand")],
          of.vendor !== null && [t("vendor"), of.vendor],
          [
            t("category"),
            <EditInPlace
              key="category"
              label={t("category")}
              value={of.category ?? ""}
              blocked={of.blocked.change}
              onSave={(category) =>
                change.mutateAsync({
                  id: of.id,
                  version: of.version,
                  category: category || null,
                })
              }
            />,
          ],
          [
            t("tags"),
            <TagPicker
              key="tags"
              of={of.tags}
              blocked={of.blocked.change}
              onSave={(tags) => change.mutateAsync({ id: of.id, version: of.version, tags })}
            />,
          ],
          [t("created"), <When key="created" at={of.createdAt} />],
          [t("updated"), <When key="updated" at={of.updatedAt} />],
        ]}
      />
      <p className={styles.links}>
        <Link to={`/orders?productId=${of.id}`} className="k-link">
          {t("orders")}
        </Link>
        {of.url !== null && /^https?:/.test(of.url) && (
          <a href={of.url} className="k-link" target="_blank" rel="noreferrer">
            {t("openInStore")}
          </a>
        )}
      </p>
    </Section>
  );
}
