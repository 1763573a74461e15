import { TextInput } from "@mantine/core";
import { useState } from "react";
import { decimalOf, type Minor, readMinor } from "#kernel/money.ts";
import { currencySign } from "../numbers.ts";
import { type FieldProps, useField } from "./field.tsx";

/** An amount. Its value is minor units or null; what cannot be read stays as typed, with a complaint. */
export function MoneyField(props: FieldProps & { currency: string }) {
  const { of, name, currency } = props;
  const value = of.valueAt(name);
  const [typed, type] = useTyped(value, (minor) =>
    typeof minor === "number" ? decimalOf(minor as Minor, currency) : "",
  );
  const change = (text: string) => {
    const minor = text.trim() === "" ? null : readMinor(text, currency);
    const isRead = minor !== null || text.trim() === "";
    type(text, minor);
    of.set(name, minor);
    of.complain(name, isRead ? null : "field.not_an_amount");
  };
  return (
    <TextInput
      {...useField(props)}
      inputMode="decimal"
      autoComplete="off"
      data-figures
      leftSection={currencySign(currency)}
      leftSectionWidth={currencySign(currency).length > 2 ? 48 : 38}
      value={typed}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

/** A number of things; `decimals` where parts of one make sense. */
export function NumberField(props: FieldProps & { decimals?: boolean }) {
  const { of, name, decimals = false } = props;
  const [typed, type] = useTyped(of.valueAt(name), (value) =>
    typeof value === "number" ? String(value) : "",
  );
  const change = (text: string) => {
    const plain = text.trim().replaceAll(",", "").replace("−", "-");
    const isRead = plain === "" || (decimals ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(plain);
    const value = plain === "" || !isRead ? null : Number(plain);
    type(text, value);
    of.set(name, value);
    of.complain(name, isRead ? null : "field.not_a_number");
  };
  return (
    <TextInput
      {...useField(props)}
      inputMode={decimals ? "decimal" : "numeric"}
      autoComplete="off"
      data-figures
      value={typed}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

/** The text as typed, until the value is changed by somebody else. */
export function useTyped(
  value: unknown,
  show: (value: unknown) => string,
): [string, (text: string, value: unknown) => void] {
  const [typed, setTyped] = useState({ text: show(value), value });
  const isOurs = Object.is(typed.value ?? null, value ?? null);
  return [isOurs ? typed.text : show(value), (text, next) => setTyped({ text, value: next })];
}
