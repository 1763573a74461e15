import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import type { Action } from "#platform/actions/action.ts";
import type { House } from "#platform/house/house.ts";
import { html, type Markup, page } from "./markup.ts";
import { openApiOf, tagOf, tagsOf, titleOf } from "./openapi.ts";

const CSS = readFileSync(new URL("./docs.css", import.meta.url), "utf8");

/** The description of the API: for programs, and as a page to read. Both are made once. */
export function describeApi(room: FastifyInstance, house: House, actions: readonly Action[]): void {
  let json: string | null = null;
  let docs: string | null = null;
  room.get("/api/openapi.json", (_request, reply) => {
    json ??= JSON.stringify(openApiOf(actions, house.config.publicUrl));
    return reply.header("cache-control", "no-cache").type("application/json").send(json);
  });
  room.get("/api/docs", (_request, reply) => {
    docs ??= docsOf(actions, house.config.publicUrl);
    return reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").send(docs);
  });
  room.get("/api/docs/style.css", (_request, reply) =>
    reply.header("cache-control", "no-cache").type("text/css; charset=utf-8").send(CSS),
  );
}

function docsOf(actions: readonly Action[], publicUrl: string): string {
  const openApi = openApiOf(actions, publicUrl);
  const tags = tagsOf(actions);
  const about = (openApi["info"] as { description: string }).description;
  return page({
    language: "en",
    title: "Kaunter API",
    stylesheet: "/api/docs/style.css",
    main: html`
<h1>Kaunter API</h1>
<p>${about}</p>
<p>The same for programs, as OpenAPI 3.1: <a href="/api/openapi.json">openapi.json</a>.</p>
<nav aria-label="Areas"><ul>${tags.map((tag) => html`<li><a href="#${tag}">${tag}</a></li>`)}</ul></nav>
${tags.map((tag) => sectionOf(tag, actions, openApi))}`,
  });
}

const sectionOf = (tag: string, actions: readonly Action[], openApi: object): Markup => html`
<section id="${tag}"><h2>${tag}</h2>
${actions.filter((action) => tagOf(action) === tag).map((action) => articleOf(action, openApi))}
</section>`;

type Operation = {
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: { content: { "application/json": { schema: object } } };
  readonly responses: { "200": { content: { "application/json": { schema: object } } } };
};

function articleOf(action: Action, openApi: object): Markup {
  const { method, path } = action.does;
  const { paths } = openApi as { paths: Record<string, Record<string, Operation>> };
  const operation = paths[path.replace(/:([A-Za-z]\w*)/g, "{$1}")]?.[method.toLowerCase()];
  if (operation === undefined) return html``;
  const body = operation.requestBody?.content["application/json"].schema;
  return html`
<article>
<h3><span>${method}</span> <code>${path}</code></h3>
<p>${titleOf(action)}${action.door === "open" ? html` · nobody needs to be signed in` : html``}</p>
${
  operation.parameters.length === 0
    ? html``
    : html`<ul>${operation.parameters.map(
        ({ name, in: where, required, schema }) => html`
<li><code>${name}</code> in the ${where}${required ? "" : ", optional"}: <code>${JSON.stringify(schema)}</code></li>`,
      )}</ul>`
}
${body === undefined ? html`` : shapeOf("Body", body)}
${shapeOf("Answer", operation.responses["200"].content["application/json"].schema)}
</article>`;
}

const shapeOf = (title: string, schema: object): Markup => html`
<details><summary>${title}</summary><pre tabindex="0">${JSON.stringify(schema, null, 2)}</pre></details>`;
