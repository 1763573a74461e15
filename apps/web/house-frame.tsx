import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Confirming } from "#modules/accounts/sessions/web/confirming.tsx";
import { CompanyMenu } from "#modules/companies/members/web/company-menu.tsx";
import { whenBehind, workFor } from "#ui/api.ts";
import { cache } from "#ui/query.ts";
import { type Session, SessionProvider } from "#ui/session.tsx";
import { Shell } from "#ui/shell/shell.tsx";
import { WhyNotAnswer } from "#ui/why-not.tsx";
import { needsYou, searches } from "./pages.ts";
import { sessionQuery, signOut, speak } from "./session.ts";

/** Not with the first page: it has something to say a few times a year. */
const PolicyNotice = lazy(async () => ({
  default: (await import("#modules/trust/policies/web/policy-notice.tsx")).PolicyNotice,
}));

const ViewingBar = lazy(async () => ({
  default: (await import("#modules/companies/roles/web/viewing-bar.tsx")).ViewingBar,
}));
const EndingBar = lazy(async () => ({
  default: (await import("#modules/companies/endings/web/ending-bar.tsx")).EndingBar,
}));
const BillingBar = lazy(async () => ({
  default: (await import("#modules/billing/billing/web/billing-bar.tsx")).BillingBar,
}));
const WhyNot = lazy(async () => ({
  default: (await import("#modules/companies/roles/web/why-not.tsx")).WhyNot,
}));

const Elsewhere = lazy(async () => ({
  default: (await import("#modules/companies/members/web/elsewhere.tsx")).Elsewhere,
}));

const Behind = lazy(async () => ({
  default: (await import("#modules/companies/companies/web/behind.tsx")).Behind,
}));

/** The company that was there when this window opened. */
function useOpenedFor(company: Session["company"]): Session["company"] {
  const [opened, setOpened] = useState(company);
  if (opened === null && company !== null) setOpened(company);
  if (opened !== null)
    workFor(opened.id, () => void cache.invalidateQueries({ queryKey: sessionQuery.queryKey }));
  return opened;
}

/** Pages of somebody signed in whose company is made. */
export function HouseFrame() {
  const { data: said } = useQuery(sessionQuery);
  const session = said ?? null;
  const router = useRouter();
  const opened = useOpenedFor(session?.company ?? null);
  const [isBehind, setBehind] = useState(false);
  useEffect(() => whenBehind(() => setBehind(true)), []);
  const isEnded = said === null;
  const wasHere = useRef(false);
  wasHere.current ||= session !== null;
  const isOut = session !== null && session.company === null;
  const isClosed = session !== null && session.account.closesAt !== null;
  useEffect(() => {
    // Removed meanwhile, or left in another window: that page says so, and what can be done.
    if (isOut) void router.navigate({ to: isClosed ? "/closed" : "/companies" });
    const { pathname, href } = router.state.location;
    if (isEnded && pathname !== "/sign-in")
      void router.navigate({
        to: "/sign-in",
        search: { to: href, ...(wasHere.current && { ended: "1" }) } as never,
      });
  }, [isOut, isClosed, isEnded, router]);
  if (session === null || session.company === null) return null;
  if (opened !== null && opened.id !== session.company.id)
    return (
      <Suspense fallback={null}>
        <Elsewhere was={opened} now={session.company} />
      </Suspense>
    );
  if (isBehind)
    return (
      <Suspense fallback={null}>
        <Behind company={session.company.name} onBack={() => setBehind(false)} />
      </Suspense>
    );
  const leave = async () => {
    await signOut();
    await router.navigate({ to: "/sign-in" });
  };
  return (
    <SessionProvider of={session}>
      <WhyNotAnswer value={WhyNot}>
        <Shell
          searches={searches}
          needsYou={needsYou}
          onSignOut={() => void leave()}
          onLanguage={(language) => void speak(language)}
          company={<CompanyMenu />}
        >
          <Suspense fallback={null}>
            {session.company.endsAt !== null && <EndingBar endsAt={session.company.endsAt} />}
            {session.company.endsAt === null && session.company.readOnlyAt !== null && (
              <BillingBar readOnlyAt={session.company.readOnlyAt} />
            )}
            {session.isViewing && <ViewingBar />}
            <PolicyNotice />
          </Suspense>
          <Outlet />
        </Shell>
      </WhyNotAnswer>
      <Confirming />
    </SessionProvider>
  );
}
