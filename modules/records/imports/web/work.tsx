import type { ReactNode } from "react";
import progress from "#ui/progress.module.css";

type Props = {
  title: string;
  text: string;
  done: number;
  total: number | null;
  actions?: ReactNode;
};

/** Long work whose sentence is its own; without a total nobody knows yet how much there is. */
export function Work({ title, text, done, total, actions }: Props) {
  return (
    <div className={progress.work}>
      <h2>{title}</h2>
      {total === null ? (
        <progress aria-label={title} />
      ) : (
        <progress aria-label={title} value={done} max={Math.max(total, 1)} />
      )}
      <p role="status">{text}</p>
      {actions !== undefined && <div className={progress.actions}>{actions}</div>}
    </div>
  );
}
