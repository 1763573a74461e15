import { CUSTOM } from "#kernel/classes.ts";
import { Was } from "#ui/timeline.tsx";
import { useLanguage } from "#ui/words.ts";
import { type OwnField, type OwnType, useFieldsOf } from "./fields.client.ts";
import { OwnValue } from "./own-value.tsx";

const TYPES: Readonly<Record<string, OwnType>> = { cus: "customer", ord: "order", prd: "product" };

type Props = {
  /** `custom.size`. */
  name: string;
  /** The record's shown id. */
  subject: string;
  from: unknown;
  to: unknown;
};

/** What an own field was and is, under its label: a retired one has both still. */
export function OwnWas({ name, subject, from, to }: Props) {
  const language = useLanguage();
  const { data } = useFieldsOf(TYPES[subject.slice(0, 3)] ?? "customer");
  const field = data?.fields.find(({ key }) => `${CUSTOM}${key}` === name);
  if (field === undefined) return null;
  return (
    <>
      <span className="k-muted">{`${field.label[language]}: `}</span>
      <Was from={<Told of={field} value={from} />} to={<Told of={field} value={to} />} />
    </>
  );
}

const Told = ({ of, value }: { of: OwnField; value: unknown }) =>
  value === null || value === undefined ? "–" : <OwnValue of={of} value={value} bare />;
