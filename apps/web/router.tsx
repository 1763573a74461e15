import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { whenMustEnrol, whenSignedOut } from "#ui/api.ts";
import { NothingHere } from "#ui/nothing-here.tsx";
import type { PageDef } from "#ui/pages.ts";
import { cache } from "#ui/query.ts";
import { readUrl, writeUrl } from "#ui/url-state.ts";
import { Broken } from "./broken.tsx";
import { DoorFrame } from "./door-frame.tsx";
import { pages } from "./pages.ts";
import { sessionQuery } from "./session.ts";

const root = createRootRoute({ notFoundComponent: () => <NothingHere /> });

const house = createRoute({
  getParentRoute: () => root,
  id: "house",
  // Signing up does not wait for the shell.
  component: lazyRouteComponent(() => import("./house-frame.tsx"), "HouseFrame"),
  beforeLoad: async ({ location }) => {
    const session = await cache.ensureQueryData(sessionQuery);
    if (session === null)
      throw redirect({ to: "/sign-in", search: { to: location.href } as never });
    if (session.account.closesAt !== null) throw redirect({ to: "/closed" });
    if (session.mustEnrol) throw redirect({ to: "/two-step" });
    if (session.company === null)
      throw redirect({ to: session.account.isVerified ? "/companies" : "/verify" });
  },
});

const door = createRoute({
  getParentRoute: () => root,
  id: "door",
  component: DoorFrame,
  beforeLoad: async () => {
    // Without an answer the form is still of use, and says what is wrong when it is sent.
    const session = await cache.ensureQueryData(sessionQuery).catch(() => null);
    if (session !== null && session.company !== null) throw redirect({ to: "/" });
  },
});

const open = createRoute({
  getParentRoute: () => root,
  id: "open",
  component: DoorFrame,
  // These pages tell somebody signed in from a stranger: who it is must be known when they first look.
  beforeLoad: async () => {
    await cache.ensureQueryData(sessionQuery).catch(() => null);
  },
});

const screenOf = ({ load }: PageDef) => lazyRouteComponent(async () => ({ default: await load() }));

const under = (frame: PageDef["frame"], parent: typeof house | typeof door | typeof open) =>
  pages
    .filter((page) => (page.frame ?? "house") === frame)
    .map((page) =>
      createRoute({
        getParentRoute: () => parent as typeof house,
        path: page.path,
        component: screenOf(page),
      }),
    );

/** Below the shell too, so that a mistyped address keeps the side. */
const nothing = createRoute({
  getParentRoute: () => house,
  path: "$",
  component: () => <NothingHere />,
});

export const router = createRouter({
  routeTree: root.addChildren([
    house.addChildren([...under("house", house), nothing]),
    door.addChildren(under("door", door)),
    open.addChildren(under("open", open)),
  ]),
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  parseSearch: readUrl,
  stringifySearch: writeUrl,
  defaultErrorComponent: Broken,
  scrollRestoration: false,
});

whenMustEnrol(() => {
  void cache
    .fetchQuery({ ...sessionQuery, staleTime: 0 })
    .then(() => router.navigate({ to: "/two-step" }));
});

/** What was asked shows by itself that nobody answers. */
const unreachable = () => undefined;

/** Asked once more: who confirmed in another window who they are has a new cookie, which what was on its way had not. */
whenSignedOut(() => {
  if (cache.getQueryData(sessionQuery.queryKey) === null) return;
  void cache.fetchQuery({ ...sessionQuery, staleTime: 0 }).then((session) => {
    if (session !== null) return;
    void router.navigate({
      to: "/sign-in",
      search: { to: router.state.location.href } as never,
    });
  }, unreachable);
});
