import { Problem, type Reason, refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { pageOf } from "#platform/db/cursor.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { noteSecurityEventIn } from "#platform/security/events.ts";
import { requireCustomer } from "../customers/customers.ts";
import { customersWith, personFor, type Said, selectCandidates } from "../customers/person.ts";
import { phoneOf } from "../customers/phones.rules.ts";
import { insertErasure, insertHandedErasure, markCertified } from "./erasing.sql.ts";
import { certificateOf, erasePerson } from "./erasing.ts";
import { tellStep } from "./history.ts";
import { type Keepers, withRecords } from "./keeping.ts";
import { open, subjectOf } from "./opening.ts";
import { type Pack, packHtml, packJson } from "./pack.rules.ts";
import { gatherAll, previewOf } from "./packing.ts";
import {
  type PrivacyRequest,
  type RequestId,
  type RequestRow,
  requests,
} from "./requests.contract.ts";
import {
  whyNotCertificate,
  whyNotChange,
  whyNotCorrect,
  whyNotEnter,
  whyNotErase,
  whyNotFinish,
  whyNotPack,
  whyNotReceived,
  whyNotRefuse,
} from "./requests.rules.ts";
import {
  countOpen,
  countRequests,
  lockRequest,
  markClosed,
  markIdentified,
  markMatched,
  markPacked,
  type RequestDetail,
  selectCertificate,
  selectRequest,
  selectRequests,
} from "./requests.sql.ts";
import { beginStoreErasure, countAlone } from "./store-erasure.ts";

const READ = "crm.requests.read";
const WRITE = "crm.requests.write";
const EXPORT = "crm.requests.export";
const ERASE = "crm.requests.erase";
const TOPICS = ["crm.requests", "records.timeline"];
const CANDIDATES_MAX = 10;

const listRequests = query({
  does: requests.list,
  needs: READ,
  async run(ctx, asked) {
    const rows = await selectRequests(ctx.db, asked, ctx.today);
    const page = pageOf(rows, asked.limit, ({ rank, id }) => [rank, id]);
    return { rows: page.rows.map(rowOf), next: page.next };
  },
});

const countAllRequests = query({
  does: requests.count,
  needs: READ,
  run: (ctx, filter) => countRequests(ctx.db, filter, ctx.today),
});

const countOpenRequests = query({
  does: requests.open,
  needs: READ,
  run: (ctx) => countOpen(ctx.db, ctx.today),
});

const getRequest = query({
  does: requests.get,
  needs: READ,
  run: (ctx, { id }) => readRequest(ctx, id),
});

const enterRequest = command({
  does: requests.enter,
  needs: WRITE,
  async run(ctx, { phone: phoneText, email: typed, customerId: chosen, ...said }) {
    const email = typed?.trim().toLowerCase() || null;
    const customer = chosen === null ? null : await requireCustomer(ctx, chosen);
    refuseIf(whyNotEnter({ ...said, email, phone: phoneText, customerId: customer?.id ?? null }));
    refuseAt(["receivedOn"], whyNotReceived(said.receivedOn, ctx.today));

    const phone = phoneOf(phoneText || null, ctx.company.country);
    const id = newId<"privacy_request">();
    const customerId = customer?.id ?? (await onlyOneWith(ctx, email));
    await open(ctx, {
      ...said,
      id,
      email,
      phone,
      phoneText: phoneText || null,
      customerId,
      store: null,
    });
    return readRequest(ctx, id);
  },
});

/** An address leads to one customer at most. */
async function onlyOneWith(ctx: Ctx, email: string | null): Promise<string | null> {
  if (email === null) return null;
  const [only, ...more] = await customersWith(ctx, {
    customers: [],
    accounts: [],
    emails: [email],
  });
  return more.length === 0 ? (only ?? null) : null;
}

const findPeople = query({
  does: requests.people,
  needs: READ,
  async run(ctx, { id, search }) {
    const request = await selectRequest(ctx.db, id, ctx.today);
    const typed = search ?? request.person;
    const seesContact = ctx.seesPlain("contact");
    const { emails, phones, accounts } = saidOf(request);
    const found = await selectCandidates(
      ctx.db,
      seesContact
        ? { email: emails[0] ?? null, phone: phones[0] ?? null, accounts }
        : { email: null, phone: null, accounts: [] },
      // What is found by how people are reached is left out for who does not see it.
      seesContact ? searchPatterns(typed) : [],
      CANDIDATES_MAX,
    );
    return { rows: found };
  },
});

const matchRequest = command({
  does: requests.match,
  needs: WRITE,
  async run(ctx, { id, version, customerId }) {
    const request = await lockFor(ctx, id, version, whyNotChange);
    const customer = customerId === null ? null : await requireCustomer(ctx, customerId);
    refuseIf(
      whyNotEnter({
        customerId: customer?.id ?? null,
        name: request.person,
        email: request.email,
        phone: request.phone,
      }),
    );

    await markMatched(ctx.db, id, customer?.id ?? null, ctx.now);

    await tellStep(ctx, id, "matched");
    await ctx.audit(subjectOf(id), {
      customer: customer === null ? null : showId("customer", customer.id),
    });
    ctx.tell(...TOPICS);
    return readRequest(ctx, id);
  },
});

const identifyPerson = command({
  does: requests.identify,
  needs: WRITE,
  async run(ctx, { id, version, how }) {
    await lockFor(ctx, id, version, whyNotChange);

    await markIdentified(ctx.db, id, { how, by: ctx.actor.name }, ctx.now);

    await tellStep(ctx, id, "identified");
    await ctx.audit(subjectOf(id), { identityCheck: how });
    ctx.tell(...TOPICS);
    return readRequest(ctx, id);
  },
});

/** Leaves the house with everything: the log says who took it, and whoever watches over the company is told of it. */
const packPerson = (keepers: Keepers) =>
  command({
    does: requests.pack,
    needs: EXPORT,
    isForCancelled: true,
    isForFresh: true,
    async run(ctx, { id, version, format, language }) {
      const closed = whyNotSeeAll(ctx);
      if (closed !== null) throw new Problem("forbidden", closed);
      const request = await lockFor(ctx, id, version, whyNotPack);

      const person = await withRecords(ctx.db, keepers, await personFor(ctx, saidOf(request)));
      const shown = showId("privacy_request", id);
      const pack: Pack = {
        format: "kaunter.person.1",
        company: ctx.company.name,
        request: shown,
        kind: request.kind,
        writtenAt: ctx.now.toISOString(),
        knownBy: { emails: person.emails, phones: person.phones },
        parts: await gatherAll(ctx, keepers, person),
      };
      await markPacked(ctx.db, id, ctx.now);

      const rows = pack.parts.flatMap(({ tables }) => Object.values(tables)).flat().length;
      await tellStep(ctx, id, "packed", { rows });
      await ctx.audit(subjectOf(id), { packed: format, rows });
      ctx.tell(...TOPICS);
      const file = {
        name: `${shown}.${format}`,
        type: format === "json" ? "application/json" : "text/html",
        content: format === "json" ? packJson(pack) : packHtml(pack, language),
      };
      const answer = { request: await readRequest(ctx, id), file };
      await ctx.inControl((control) =>
        noteSecurityEventIn(
          control,
          {
            kind: "records.exported",
            companyId: ctx.company.id,
            accountId: ctx.actor.id,
            detail: { count: rows },
          },
          ctx.now,
        ),
      );
      return answer;
    },
  });

/** Nothing of it can be masked: whoever takes it along sees all. */
const whyNotSeeAll = (ctx: Ctx): Reason | null =>
  ctx.seesPlain("contact") && ctx.seesPlain("sensitive") ? null : "platform.field.masked";

const previewErasure = (keepers: Keepers) =>
  query({
    does: requests.preview,
    needs: READ,
    async run(ctx, { id }) {
      const request = await selectRequest(ctx.db, id, ctx.today);
      const person = await withRecords(ctx.db, keepers, await personFor(ctx, saidOf(request)));
      return { parts: await previewOf(ctx, keepers, person) };
    },
  });

const countStoreCustomers = (keepers: Keepers) =>
  query({
    does: requests.storeCustomers,
    needs: READ,
    async run(ctx, { id }) {
      const { connectionId, kind } = await selectRequest(ctx.db, id, ctx.today);
      return kind === "store_erasure" && connectionId !== null
        ? countAlone(ctx.db, keepers, connectionId)
        : { goingCount: 0, stayingCount: 0, isMore: false };
    },
  });

const erase = (keepers: Keepers) =>
  command({
    does: requests.erase,
    needs: ERASE,
    isForFresh: true,
    async run(ctx, { id, version, answer }) {
      const request = await lockFor(ctx, id, version, whyNotErase);
      if (request.kind === "store_erasure") {
        await beginStoreErasure(ctx, id, answer);
        return readRequest(ctx, id);
      }

      const erasure = await erasePerson(ctx, keepers, saidOf(request), ctx.now);
      const certificate = certificateOf(ctx, request, erasure);
      await markCertified(ctx.db, id, answer, certificate);
      await insertErasure(ctx.db, id, ctx.now, ctx.now);

      await tellStep(ctx, id, "erased");
      await ctx.audit(subjectOf(id), { parts: countsOf(erasure.parts), erased: erasure.erased });
      ctx.tell(...TOPICS);
      const shown = await readRequest(ctx, id);
      // Out of reach of what happens to this database: if it is put back to an earlier day, it is done again.
      await ctx.inControl((control) =>
        insertHandedErasure(control, ctx.company.id, id, ctx.now, erasure.hashes),
      );
      return shown;
    },
  });

const countsOf = (parts: readonly { table: string; count: number }[]) =>
  Object.fromEntries(parts.map(({ table, count }) => [table, count]));

const getCertificate = query({
  does: requests.certificate,
  needs: READ,
  async run(ctx, { id }) {
    const { certificate } = await selectCertificate(ctx.db, id);
    refuseIf(whyNotCertificate({ hasCertificate: certificate !== null } as RequestDetail));
    const name = `${showId("privacy_request", id)}-erased.json`;
    return { file: { name, type: "application/json", content: certificate ?? "" } };
  },
});

const finishRequest = command({
  does: requests.finish,
  needs: WRITE,
  run: (ctx, { id, version, answer }) => close(ctx, id, version, "done", answer),
});

const refuseRequest = command({
  does: requests.refuse,
  needs: WRITE,
  run: (ctx, { id, version, answer }) => close(ctx, id, version, "refused", answer),
});

async function close(
  ctx: CommandCtx,
  id: RequestId,
  version: number,
  state: "done" | "refused",
  answer: string,
): Promise<PrivacyRequest> {
  await lockFor(ctx, id, version, state === "done" ? whyNotFinish : whyNotRefuse);

  await markClosed(ctx.db, id, { state, answer }, ctx.now);

  await tellStep(ctx, id, state === "done" ? "answered" : "refused");
  await ctx.audit(subjectOf(id), { state, answer });
  ctx.tell(...TOPICS);
  return readRequest(ctx, id);
}

async function lockFor(
  ctx: CommandCtx,
  id: RequestId,
  version: number,
  whyNot: (request: RequestDetail) => Reason | null,
): Promise<RequestDetail> {
  const request = await lockRequest(ctx.db, id, ctx.today);
  refuseIfStale(request, version);
  refuseIf(whyNot(request));
  return request;
}

/** What a request names of somebody, for the slices to find them by. */
function saidOf(
  request: Pick<RequestDetail, "customerId" | "email" | "phoneKey" | "account" | "connectionId">,
): Said {
  const { customerId, email, phoneKey, account, connectionId } = request;
  return {
    customers: customerId === null ? [] : [customerId],
    emails: email === null ? [] : [email.toLowerCase()],
    phones: phoneKey === null ? [] : [phoneKey],
    accounts: account === null || connectionId === null ? [] : [`${connectionId}:${account}`],
  };
}

const readRequest = async (ctx: Ctx, id: RequestId): Promise<PrivacyRequest> =>
  shownOf(ctx, await selectRequest(ctx.db, id, ctx.today));

function shownOf(ctx: Ctx, request: RequestDetail): PrivacyRequest {
  const write = ctx.whyNotMay(WRITE);
  return {
    ...request,
    blocked: {
      change: write ?? whyNotChange(request),
      correct: ctx.whyNotMay("crm.customers.write") ?? write ?? whyNotCorrect(request),
      pack: ctx.whyNotMay(EXPORT) ?? whyNotSeeAll(ctx) ?? whyNotPack(request),
      erase: ctx.whyNotMay(ERASE) ?? whyNotErase(request),
      finish: write ?? whyNotFinish(request),
      refuse: write ?? whyNotRefuse(request),
      certificate: whyNotCertificate(request),
    },
  };
}

const rowOf = (request: RequestDetail): RequestRow => request;

/** What can be asked about what is kept of people, over the slices that keep something. */
export const requestActions = (keepers: Keepers) => ({
  list: listRequests,
  count: countAllRequests,
  open: countOpenRequests,
  get: getRequest,
  enter: enterRequest,
  people: findPeople,
  match: matchRequest,
  identify: identifyPerson,
  pack: packPerson(keepers),
  preview: previewErasure(keepers),
  storeCustomers: countStoreCustomers(keepers),
  erase: erase(keepers),
  certificate: getCertificate,
  finish: finishRequest,
  refuse: refuseRequest,
});
