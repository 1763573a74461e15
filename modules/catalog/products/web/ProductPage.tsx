import { IconPencil } from "@tabler/icons-react";
import { OwnFields } from "#modules/records/fields/web/own-fields.tsx";
import { RecordNotes } from "#modules/records/notes/web/record-notes.tsx";
import { RecordTasks } from "#modules/records/tasks/web/record-tasks.tsx";
import { RecordTimeline } from "#modules/records/timeline/web/record-timeline.tsx";
import { InTrash } from "#modules/records/trash/web/in-trash.tsx";
import { useToTrash } from "#modules/records/trash/web/to-trash.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { Facts } from "#ui/facts.tsx";
import { Figures } from "#ui/figures.tsx";
import { Link, useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { Table } from "#ui/table.tsx";
import { Tag } from "#ui/tag.tsx";
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
  return (
    <Table<Product["variants"][number]>
      label={t("variantsTitle")}
      rows={of.variants}
      keyOf={({ id }) => id}
      columns={[
        { label: t("variant"), kind: "name", cell: ({ title }) => title || of.title },
        { label: t("sku"), kind: "quiet", phone: "under", cell: ({ sku }) => sku },
        {
          label: t("before"),
          kind: "number",
          cell: ({ comparePriceMinor, currency }) =>
            comparePriceMinor !== null &&
            currency !== null && <Money minor={comparePriceMinor} currency={currency} />,
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
  return (
    <Section title={t("facts")}>
      <Facts
        rows={[
          [t("store"), of.connection ?? t("byHand")],
          of.vendor !== null && [t("vendor"), of.vendor],
          of.tags.length > 0 && [
            t("tags"),
            <span key="tags" className={styles.tags}>
              {of.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>,
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
