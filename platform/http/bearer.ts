import type { FastifyRequest } from "fastify";

/**
 * What a request brings as its key, right or wrong. Where one is brought, the cookie does not count, in nothing: so no other
 * page can lend such a request a person's session, and it needs no `Origin`.
 */
export const bearerOf = ({ headers }: FastifyRequest): string | null =>
  /^bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1] ?? null;
