import type { ReactNode } from "react";
import { Link } from "#ui/link.tsx";

/** What leads to a record, where there is a page of it. */
export function RecordLink({
  to,
  children,
}: {
  to: string | null | undefined;
  children: ReactNode;
}) {
  return to === null || to === undefined ? children : <Link to={to}>{children}</Link>;
}
