import pg from "pg";

/** The database refused because of what ran beside: the same work, done again, may succeed. */
export const isCollision = (error: unknown): boolean =>
  error instanceof pg.DatabaseError &&
  ["40001", "40P01", "55P03", "23505"].includes(error.code ?? "");

/** The database or the way to it is down, full or closing: nothing is wrong with the work itself. */
export function isOutage(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(?:08|53|57P|58)/.test(error.code ?? "");
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return (
    /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)/.test(code) ||
    /connection (?:terminated|timeout)|timeout exceeded when trying to connect|pool after calling end/i.test(
      message,
    )
  );
}
