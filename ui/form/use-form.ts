import { useEffect, useId, useRef, useState } from "react";
import { ApiProblem } from "../api.ts";
import { valueAt, withValueAt } from "./paths.ts";
import { rebased } from "./rebased.ts";

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
  /** After it was kept. What it throws is a bug, not a refusal. */
  onKept?: (result: R, values: V) => void;
  /** What can be seen without asking: `({ name }) => ({ name: name === "" ? "field.required" : null })`. */
  check?: Check<V>;
};

type Fresh<V, R> = Options<V, R> & { version?: undefined; send: (values: V) => Promise<R> };
/** Of a record: it follows what others make of that, and sends the version that what is typed stands on. */
type Following<V, R> = Options<V, R> & {
  version: number;
  send: (values: V, version: number) => Promise<R>;
};

/** What is typed, what is wrong with it, and sending it. Nothing typed is ever cleared by a refusal. */
export function useForm<V extends object, R>(options: Fresh<V, R>): Form<V, R>;
export function useForm<V extends object, R>(options: Following<V, R>): Form<V, R>;
export function useForm<V extends object, R>(options: Fresh<V, R> | Following<V, R>): Form<V, R> {
  const id = useId();
  const element = useRef<HTMLFormElement>(null);
  const [isSending, setSending] = useState(false);
  const { start, setStart, values, setValues, version } = useTyped(options, isSending);
  const trouble = useTrouble();
  const [kept, setKept] = useState<{ result: R; values: V } | null>(null);
  const onKept = useRef(options.onKept);
  onKept.current = options.onKept;
  // After the form counts as saved and its guard knows, so that leaving the page asks nothing.
  useEffect(() => {
    if (kept !== null) onKept.current?.(kept.result, kept.values);
  }, [kept]);
  const isDirty = values !== start && JSON.stringify(values) !== JSON.stringify(start);
  const check = () => codesOf(options.check?.(values) ?? {});

  const refuse = (codes: Codes, rest: unknown = null) => {
    trouble.set(codes, rest);
    // After the errors are shown.
    setTimeout(() => firstWrong(element.current)?.focus(), 0);
  };

  const submit = async (): Promise<R | null> => {
    if (isSending) return null;
    const found = { ...trouble.complaints, ...check() };
    if (Object.keys(found).length > 0) {
      refuse(found);
      return null;
    }
    setSending(true);
    try {
      const result = await (options.version === undefined
        ? options.send(values)
        : options.send(values, version));
      trouble.clear();
      setStart(values);
      setKept({ result, values });
      return result;
    } catch (refused) {
      const fields = fieldsOf(refused);
      refuse(fields, Object.keys(fields).length > 0 ? null : refused);
      return null;
    } finally {
      setSending(false);
    }
  };

  return {
    id,
    element,
    values,
    errors: { ...trouble.errors, ...trouble.complaints },
    isSending,
    isDirty,
    problem: trouble.problem,
    valueAt: (path) => valueAt(values, path),
    set: (path, value) => {
      setValues((now) => withValueAt(now, path, value));
      trouble.forgive(path);
    },
    change: (some) => setValues((now) => ({ ...now, ...some })),
    complain: trouble.complain,
    leave: (path) => {
      if (isDirty) trouble.blame(path, check()[path]);
    },
    submit,
    reset: (next = options.start) => {
      setStart(next);
      setValues(next);
      trouble.clear();
    },
  };
}

/** What is typed, what it began from, and the version of the record that both stand on. */
function useTyped<V extends object>(
  record: { start: V; version?: number | undefined },
  isSending: boolean,
) {
  const [start, setStart] = useState(record.start);
  const [values, setValues] = useState(record.start);
  const [version, setVersion] = useState(record.version ?? 0);
  const [met, setMet] = useState(version);
  // Not while it is being sent: the page may show the reply before the form hears of it.
  if (record.version !== undefined && record.version !== met && !isSending) {
    setMet(record.version);
    const followed = rebased(start, values, record.start);
    if (followed !== null) {
      setVersion(record.version);
      setStart(record.start);
      setValues(followed);
    }
  }
  return { start, setStart, values, setValues, version };
}

/** What is wrong: said by the server or the check (`errors`), or by a field about what is typed in it (`complaints`). */
function useTrouble() {
  const [errors, setErrors] = useState<Codes>({});
  const [complaints, setComplaints] = useState<Codes>({});
  const [problem, setProblem] = useState<unknown>(null);
  const set = (codes: Codes, rest: unknown) => {
    setErrors(codes);
    setProblem(rest);
  };
  return {
    errors,
    complaints,
    problem,
    set,
    forgive: (path: string) => setErrors((codes) => withCode(codes, path, null)),
    blame: (path: string, code: string | undefined) => {
      if (code !== undefined) setErrors((codes) => withCode(codes, path, code));
    },
    complain: (path: string, code: string | null) =>
      setComplaints((codes) => withCode(codes, path, code)),
    clear: () => {
      set({}, null);
      setComplaints({});
    },
  };
}

function withCode(codes: Codes, path: string, code: string | null): Codes {
  const { [path]: _, ...rest } = codes;
  return code === null ? rest : { ...rest, [path]: code };
}

const codesOf = (checked: Readonly<Record<string, string | null | undefined>>): Codes =>
  Object.fromEntries(
    Object.entries(checked).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

const fieldsOf = (refused: unknown): Codes =>
  refused instanceof ApiProblem
    ? Object.fromEntries(refused.fields.map(({ path, code }) => [path.join("."), code]))
    : {};

const firstWrong = (form: HTMLFormElement | null) =>
  form?.querySelector<HTMLElement>("[aria-invalid=true]") ??
  form?.querySelector<HTMLElement>("[role=alert]");
