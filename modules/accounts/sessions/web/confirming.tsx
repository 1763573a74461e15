import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { whenStale } from "#ui/api.ts";

/** Fetched when something first asks who it is: no page needs it to be shown. */
const ConfirmDialog = lazy(() =>
  import("./confirm-dialog.tsx").then((file) => ({ default: file.ConfirmDialog })),
);

/** Where a request needs a fresh session: asks who it is, and lets it be repeated. Closed, it is given up. */
export function Confirming() {
  const [isOpen, setOpen] = useState(false);
  const [isFetched, setFetched] = useState(false);
  const waiting = useRef<((isConfirmed: boolean) => void)[]>([]);
  useEffect(() => {
    whenStale(
      () =>
        new Promise((resolve) => {
          waiting.current.push(resolve);
          setFetched(true);
          setOpen(true);
        }),
    );
    return () => whenStale(async () => false);
  }, []);
  const answer = (isConfirmed: boolean) => {
    setOpen(false);
    for (const resolve of waiting.current.splice(0)) resolve(isConfirmed);
  };
  if (!isFetched) return null;
  return (
    <Suspense>
      <ConfirmDialog isOpen={isOpen} onAnswer={answer} />
    </Suspense>
  );
}
