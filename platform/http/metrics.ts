import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Problem } from "#kernel/errors.ts";
import type { House } from "#platform/house/house.ts";
import { isFromHere } from "./guards.ts";

/** Upper bounds in seconds, as Prometheus histograms have them. */
const BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

type Histogram = { readonly counts: number[]; sumS: number; count: number };

export type Metrics = {
  readonly requests: Map<string, number>;
  readonly durations: Map<string, Histogram>;
  /** One answer. Routes are patterns, never addresses: there are only so many. */
  count(method: string, route: string, status: number, tookMs: number): void;
};

export function openMetrics(): Metrics {
  const requests = new Map<string, number>();
  const durations = new Map<string, Histogram>();
  return {
    requests,
    durations,
    count: (method, route, status, tookMs) => {
      const labels = `method="${method}",route="${route}"`;
      const counted = `${labels},status="${status}"`;
      requests.set(counted, (requests.get(counted) ?? 0) + 1);
      observe(durations, labels, tookMs / 1000);
    },
  };
}

/** Counts each answer of the app by route and status. */
export function countRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    metrics.count(request.method, route, reply.statusCode, reply.elapsedTime);
    done();
  });
}

function observe(durations: Metrics["durations"], route: string, seconds: number): void {
  let histogram = durations.get(route);
  if (histogram === undefined) {
    histogram = { counts: BOUNDS_S.map(() => 0), sumS: 0, count: 0 };
    durations.set(route, histogram);
  }
  const bound = BOUNDS_S.findIndex((bound) => seconds <= bound);
  if (bound >= 0) histogram.counts[bound] = (histogram.counts[bound] ?? 0) + 1;
  histogram.sumS += seconds;
  histogram.count += 1;
}

/** `/healthz` for whoever restarts us, `/metrics` for this machine or who has the token. */
export function showMetrics(room: FastifyInstance, house: House, metrics: Metrics): void {
  room.get("/healthz", async (_request, reply) => {
    await house.control.query("select 1");
    return reply.header("cache-control", "no-store").send({ status: "ok" });
  });
  room.get("/metrics", (request, reply) => {
    const { metricsToken } = house.config;
    if (!isFromHere(request) && !hasToken(request, metricsToken))
      throw new Problem("not_found", "route.not_found");
    return reply
      .header("cache-control", "no-store")
      .type("text/plain; version=0.0.4; charset=utf-8")
      .send(textOf(house, metrics));
  });
}

function hasToken(request: FastifyRequest, token: string | null): boolean {
  const sent = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (token === null || sent === undefined) return false;
  return timingSafeEqual(digest(sent), digest(token));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

function textOf(house: House, { requests, durations }: Metrics): string {
  const memory = process.memoryUsage();
  const companies = house.companies.connections();
  return [
    "# TYPE kaunter_http_requests_total counter",
    ...[...requests].map(([labels, count]) => `kaunter_http_requests_total{${labels}} ${count}`),
    "# TYPE kaunter_http_request_seconds histogram",
    ...[...durations].flatMap(([labels, histogram]) => histogramLines(labels, histogram)),
    "# TYPE kaunter_control_connections gauge",
    `kaunter_control_connections{state="open"} ${house.control.totalCount}`,
    `kaunter_control_connections{state="idle"} ${house.control.idleCount}`,
    `kaunter_control_connections{state="awaited"} ${house.control.waitingCount}`,
    "# TYPE kaunter_company_connections gauge",
    `kaunter_company_connections{state="open"} ${companies.open}`,
    `kaunter_company_connections{state="awaited"} ${companies.waiting}`,
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${memory.rss}`,
    "# TYPE kaunter_heap_used_bytes gauge",
    `kaunter_heap_used_bytes ${memory.heapUsed}`,
    "",
  ].join("\n");
}

function histogramLines(labels: string, { counts, sumS, count }: Histogram): string[] {
  let below = 0;
  const buckets = BOUNDS_S.map((bound, i) => {
    below += counts[i] ?? 0;
    return `kaunter_http_request_seconds_bucket{${labels},le="${bound}"} ${below}`;
  });
  return [
    ...buckets,
    `kaunter_http_request_seconds_bucket{${labels},le="+Inf"} ${count}`,
    `kaunter_http_request_seconds_sum{${labels}} ${sumS}`,
    `kaunter_http_request_seconds_count{${labels}} ${count}`,
  ];
}
