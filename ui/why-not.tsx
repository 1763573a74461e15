import { createContext, type ReactNode, Suspense, use, useState } from "react";
import styles from "./why-not.module.css";
import { whyNotText } from "./words/reasons.words.ts";
import { useLanguage } from "./words.ts";

type Answer = (props: { code: string; onClose: () => void }) => ReactNode;

/** What answers "Why can't I?". The app brings it; without one the reason stands alone. */
export const WhyNotAnswer = createContext<Answer | null>(null);

/** Reasons that come from the person's role: the role can be shown, and somebody can change it. */
export const isOfRole = (code: string): boolean =>
  code.startsWith("platform.permission.") || code === "platform.field.masked";

/** "Why can't I?", beside a reason that comes from the person's role; nothing beside any other. */
export function WhyNotLink({ code }: { code: string | null }) {
  const Answer = use(WhyNotAnswer);
  useLanguage();
  const [isOpen, setOpen] = useState(false);
  if (Answer === null || code === null || !isOfRole(code)) return null;
  return (
    <>
      <button type="button" className={styles.why} onClick={() => setOpen(true)}>
        {whyNotText()}
      </button>
      {isOpen && (
        <Suspense>
          <Answer code={code} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
