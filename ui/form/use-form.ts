import { useId, useRef, useState } from "react";
import type { FieldProblem } from "#kernel/errors.ts";
import { ApiProblem } from "../api.ts";
import { valueAt, withValueAt } from "./paths.ts";

type Codes = Readonly<Record<string, string>>;
type Check<V> = (values: V) => Readonly<Partial<Record<string, string | null>>>;

export type Form<V = unknown, R = unknown> = {
  readonly id: string;
  readonly values: V;
  /** Reason codes by path: `email`, `lines.0.title`. */
  readonly errors: Codes;
  readonly isSending: boolean;
  readonly isDirty: boolean;
  /** What was refused that belongs to no field. */
  readonly problem: unknown;
  valueAt(path: string): unknown;
  set(path: string, value: unknown): void;
  /** Replaces several values at once: a country that brings its currency. */
  change(some: Partial<V>): void;
  /** A field's own complaint about what is typed (no amount, no day); null takes it back. */
  complain(path: string, code: string | null): void;
  /** Looks at a field that was left. */
  leave(path: string): void;
  submit(): Promise<R | null>;
  /** Starts again, from these values or the first ones. */
  reset(values?: V): void;
  /** The form element, to find the first field that needs a look. */
  readonly element: { current: HTMLFormElement | null };
};

type Options<V, R> = {
  start: V;
  send: (values: V) => Promise<R>;
  /** After it was kept. What it throws is a bug, not a refusal. */
  onKept?: (result: R, values: V) => void;
  /** What can be seen without asking: `({ name }) => ({ name: name === "" ? "field.required" : null })`. */
  check?: Check<V>;
};

/** What is typed, what is wrong with it, and sending it. Nothing typed is ever cleared by a refusal. */
export function useForm<V extends object, R>(options: Options<V, R>): Form<V, R> {
  const id = useId();
  const element = useRef<HTMLFormElement>(null);
  const [start, setStart] = useState(options.start);
  const [values, setValues] = useState(options.start);
  const [errors, setErrors] = useState<Codes>({});
  const [complaints, setComplaints] = useState<Codes>({});
  const [problem, setProblem] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const isDirty = values !== start && JSON.stringify(values) !== JSON.stringify(start);

  const without = (codes: Codes, path: string): Codes =>
    Object.fromEntries(Object.entries(codes).filter(([at]) => at !== path));
  const withCode = (codes: Codes, path: string, code: string | null): Codes =>
    code === null ? without(codes, path) : { ...codes, [path]: code };
  const found = (): Codes => ({ ...complaints, ...codesOf(options.check?.(values) ?? {}) });

  const refuse = (codes: Codes, rest: unknown = null) => {
    setErrors(codes);
    setProblem(rest);
    // After the errors are shown.
    setTimeout(() => firstWrong(element.current)?.focus(), 0);
  };

  const submit = async (): Promise<R | null> => {
    if (isSending) return null;
    const codes = found();
    if (Object.keys(codes).length > 0) {
      refuse(codes);
      return null;
    }
    setSending(true);
    setProblem(null);
    let result: R;
    try {
      result = await options.send(values);
    } catch (refused) {
      const fields = refused instanceof ApiProblem ? codesOfFields(refused.fields) : {};
      refuse(fields, Object.keys(fields).length > 0 ? null : refused);
      setSending(false);
      return null;
    }
    setErrors({});
    setStart(values);
    setSending(false);
    // After the form counts as saved, so that leaving the page asks nothing.
    setTimeout(() => options.onKept?.(result, values), 0);
    return result;
  };

  return {
    id,
    element,
    values,
    errors: { ...errors, ...complaints },
    isSending,
    isDirty,
    problem,
    valueAt: (path) => valueAt(values, path),
    set: (path, value) => {
      setValues((now) => withValueAt(now, path, value));
      setErrors((codes) => without(codes, path));
    },
    change: (some) => setValues((now) => ({ ...now, ...some })),
    complain: (path, code) => setComplaints((codes) => withCode(codes, path, code)),
    leave: (path) => {
      const code = codesOf(options.check?.(values) ?? {})[path];
      if (code !== undefined && isDirty) setErrors((codes) => withCode(codes, path, code));
    },
    submit,
    reset: (next = options.start) => {
      setStart(next);
      setValues(next);
      setErrors({});
      setComplaints({});
      setProblem(null);
    },
  };
}

const codesOf = (checked: Readonly<Record<string, string | null | undefined>>): Codes =>
  Object.fromEntries(
    Object.entries(checked).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

const codesOfFields = (fields: readonly FieldProblem[]): Codes =>
  Object.fromEntries(fields.map(({ path, code }) => [path.join("."), code]));

const firstWrong = (form: HTMLFormElement | null) =>
  form?.querySelector<HTMLElement>("[aria-invalid=true]") ??
  form?.querySelector<HTMLElement>("[role=alert]");
