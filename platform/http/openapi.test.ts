import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS } from "#modules/modules.ts";
import { openApiOf } from "./openapi.ts";

type Json = Record<string, unknown>;
const api = JSON.parse(JSON.stringify(openApiOf(ACTIONS, "http://127.0.0.1:4880"))) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Json; responses: Json; securitySchemes: Json };
};
type Operation = {
  operationId: string;
  summary: string;
  security: Json[];
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Json }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Json }> }>;
};
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test("every action is described once, under its own name", () => {
  assert.equal(api.openapi, "3.1.0");
  assert.equal(operations.length, ACTIONS.length);
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const action of ACTIONS) {
    const path = action.does.path.replace(/:(\w+)/g, "{$1}");
    const operation = api.paths[path]?.[action.does.method.toLowerCase()];
    assert.ok(operation, path);
    const ways = (operation.security as object[]).flatMap((way) => Object.keys(way));
    assert.equal(ways.includes("session"), action.door !== "open", path);
    const isForKeys =
      action.door === "company" &&
      !action.isForFresh &&
      !action.needs.startsWith("companies.keys.");
    assert.equal(ways.includes("key"), isForKeys, path);
  }
});

test("what stands in a path is a parameter of it, and nothing else is", () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = operation.parameters.filter((parameter) => parameter.in === "path");
    assert.deepEqual(
      described.map(({ name }) => name),
      named,
      path,
    );
    assert.ok(described.every(({ required }) => required));
    const body = operation.requestBody?.content["application/json"]?.schema["properties"] ?? {};
    for (const name of named) assert.ok(!(String(name) in (body as object)), `${path} ${name}`);
  }
});

test("only bodies have bodies, every answer has a shape, and every reference leads somewhere", () => {
  for (const { path, method, operation } of operations) {
    const hasBody = method === "post" || method === "patch";
    assert.equal(operation.requestBody !== undefined, hasBody, path);
    assert.ok(operation.responses["200"]?.content?.["application/json"]?.schema, path);
    for (const status of ["400", "401", "403", "404", "409", "429", "500"])
      assert.ok(operation.responses[status], `${path} ${status}`);
  }
  for (const reference of referencesIn(api)) {
    const steps = reference.split("/").slice(1);
    const found = steps.reduce<unknown>((at, step) => (at as Json | undefined)?.[step], api);
    assert.ok(reference.startsWith("#/components/") && found !== undefined, reference);
  }
});

test("every shape is JSON Schema: known types, required fields that exist, patterns that compile", () => {
  let seen = 0;
  for (const schema of schemasIn(api)) {
    seen += 1;
    checkSchema(schema);
  }
  assert.ok(seen > 100);
});

const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];

function checkSchema(schema: Json): void {
  const said = JSON.stringify(schema).slice(0, 200);
  if ("type" in schema)
    assert.ok(
      [schema["type"]].flat().every((type) => TYPES.includes(String(type))),
      said,
    );
  if ("pattern" in schema) new RegExp(String(schema["pattern"]), "u");
  for (const name of (schema["required"] ?? []) as string[])
    assert.ok(name in ((schema["properties"] ?? {}) as object), said);
  for (const key of ["anyOf", "oneOf", "allOf"])
    if (key in schema) assert.ok((schema[key] as unknown[]).length > 0, said);
  assert.ok(!("$schema" in schema) && !("nullable" in schema), said);
  for (const inner of innerSchemas(schema)) checkSchema(inner);
}

function innerSchemas(schema: Json): Json[] {
  const lists = ["anyOf", "oneOf", "allOf", "prefixItems"].flatMap(
    (key) => (schema[key] ?? []) as Json[],
  );
  const singles = ["items", "additionalProperties", "propertyNames", "not"].map(
    (key) => schema[key],
  );
  return [
    ...Object.values((schema["properties"] ?? {}) as Record<string, Json>),
    ...lists,
    ...singles,
  ].filter((inner): inner is Json => typeof inner === "object" && inner !== null);
}

function schemasIn(value: unknown): Json[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "schema" ? [inner as Json] : schemasIn(inner),
  );
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" ? [String(inner)] : referencesIn(inner),
  );
}
