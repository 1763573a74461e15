import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouter } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Confirming } from "#modules/accounts/sessions/web/confirming.tsx";
import { SessionProvider } from "#ui/session.tsx";
import { Shell } from "#ui/shell/shell.tsx";
import { needsYou, searches } from "./pages.ts";
import { sessionQuery, signOut, speak } from "./session.ts";

/** Not with the first page: it has something to say a few times a year. */
const PolicyNotice = lazy(async () => ({
  default: (await import("#modules/trust/policies/web/policy-notice.tsx")).PolicyNotice,
}));

/** Pages of somebody signed in whose company is made. */
export function HouseFrame() {
  const { data: session = null } = useQuery(sessionQuery);
  const router = useRouter();
  if (session?.company === null || session === null) return null;
  const leave = async () => {
    await signOut();
    await router.navigate({ to: "/sign-in" });
  };
  return (
    <SessionProvider of={session}>
      <Shell
        searches={searches}
        needsYou={needsYou}
        onSignOut={() => void leave()}
        onLanguage={(language) => void speak(language)}
      >
        <Suspense fallback={null}>
          <PolicyNotice />
        </Suspense>
        <Outlet />
      </Shell>
      <Confirming />
    </SessionProvider>
  );
}
