import { useEffect, useState } from "react";

/**
 * The secret part of a mail's link stands behind the `#`, which browsers send to nobody. It is taken out of the address
 * at once, so that neither history nor a shared screen keeps it. Null where there is none.
 */
export function useLinkToken(): string | null {
  const [token, setToken] = useState(takeToken);
  useEffect(() => {
    // The link may be pasted where its page is open already: then only this part of the address changes.
    const look = () => setToken((known) => takeToken() ?? known);
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  return token;
}

function takeToken(): string | null {
  const found = location.hash.slice(1);
  if (found === "") return null;
  history.replaceState(history.state, "", location.pathname);
  return found;
}
