import { useState } from "react";

/**
 * The secret part of a mail's link stands behind the `#`, which browsers send to nobody. It is taken out of the address
 * at once, so that neither history nor a shared screen keeps it. Null where there is none.
 */
export function useLinkToken(): string | null {
  const [token] = useState(() => {
    const found = location.hash.slice(1);
    if (found !== "") history.replaceState(history.state, "", location.pathname);
    return found === "" ? null : found;
  });
  return token;
}
