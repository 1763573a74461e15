import { useBlocker } from "@tanstack/react-router";
import type { KeyboardEvent, ReactNode } from "react";
import { ProblemNote } from "../problem-note.tsx";
import styles from "./form.module.css";
import { Leave } from "./leave.tsx";
import type { Form as FormOf } from "./use-form.ts";

type Props = {
  // biome-ignore lint/suspicious/noExplicitAny: a form of any values.
  of: FormOf<any, any>;
  /** Two fields side by side where there is room; wrap a field in <Wide> to span both. */
  columns?: 1 | 2;
  /** Whether leaving with unsaved changes asks. Off on sign-in pages. */
  guards?: boolean;
  children: ReactNode;
};

/** Fields under each other. Enter, `Ctrl Enter` and `Ctrl S` send; a refusal that belongs to no field stands above the end. */
export function Form({ of, columns = 1, guards = true, children }: Props) {
  const send = (event: KeyboardEvent) => {
    const isSend = event.key === "Enter" || event.key.toLowerCase() === "s";
    if (!(event.ctrlKey || event.metaKey) || !isSend) return;
    event.preventDefault();
    void of.submit();
  };
  return (
    <form
      id={of.id}
      ref={of.element}
      className={styles.form}
      data-columns={columns}
      noValidate
      onKeyDown={send}
      onSubmit={(event) => {
        event.preventDefault();
        void of.submit();
      }}
    >
      {children}
      {of.problem !== null && (
        <div className={styles.wide} tabIndex={-1}>
          <ProblemNote of={of.problem} />
        </div>
      )}
      {guards && <Guard isDirty={of.isDirty} />}
    </form>
  );
}

export const Wide = ({ children }: { children: ReactNode }) => (
  <div className={styles.wide}>{children}</div>
);

function Guard({ isDirty }: { isDirty: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Leave isOpen={status === "blocked"} onLeave={() => proceed?.()} onStay={() => reset?.()} />
  );
}
