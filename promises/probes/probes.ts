import { auditLog } from "./audit-log.ts";
import { backups } from "./backups.ts";
import { cards } from "./cards.ts";
import { egress } from "./egress.ts";
import { cancelling, endings } from "./endings.ts";
import { adults, database, region, wrapped } from "./figures.ts";
import { hashes } from "./hashes.ts";
import { isolation } from "./isolation.ts";
import { links, transport } from "./links.ts";
import { noted } from "./noted.ts";
import { ofYou } from "./of-you.ts";
import { pages } from "./pages.ts";
import { permissions } from "./permissions.ts";
import type { Probe } from "./probe.ts";
import { requests } from "./requests.ts";
import { sealed, sealedHouse } from "./sealed.ts";
import { limits, sessions } from "./sessions.ts";
import { takeouts } from "./takeouts.ts";
import { trash } from "./trash.ts";

/** The probes of the ground floor; modules add those of what they own (modules/trust/promises/probes.ts). */
export const GROUND_PROBES: readonly Probe[] = [
  adults,
  auditLog,
  backups,
  cancelling,
  cards,
  database,
  egress,
  endings,
  hashes,
  isolation,
  limits,
  links,
  noted,
  ofYou,
  pages,
  permissions,
  region,
  requests,
  sealed,
  sealedHouse,
  sessions,
  takeouts,
  transport,
  trash,
  wrapped,
];
