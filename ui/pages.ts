import type { ComponentType, ReactNode } from "react";

/** One address and the screen that stands there. The screen is fetched when somebody means to go there. */
export type PageDef = {
  /** `/customers/$customerId`; the parameter is read with `useParam("customerId")`. */
  path: string;
  load: () => Promise<ComponentType>;
  /**
   * house (usual): inside the shell, for somebody signed in whose company is made ·
   * door: the sign-in frame; somebody signed in is sent on to Home · open: the frame for anyone (verify a link).
   */
  frame?: "house" | "door" | "open";
};

/** A record the palette found. */
export type Found = { key: string; label: string; hint?: ReactNode; icon: ReactNode; to: string };

/** What a module brings to the web, in `<module>.pages.ts`. */
export type ModulePages = {
  pages: readonly PageDef[];
  /** Searches of the palette, fetched when it is first opened. `group` names what was found. */
  searches?: readonly {
    key: string;
    needs: string;
    load: () => Promise<{
      group: () => string;
      find: (text: string, signal: AbortSignal) => Promise<readonly Found[]>;
    }>;
  }[];
  /** "Needs you" numbers of the side: how many at which place. */
  needsYou?: readonly { to: string; topic: string; needs: string; count: () => Promise<number> }[];
};
