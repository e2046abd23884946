// A client with types from the served document (openapi.ts, which the Go test
// has generated beside a copy of this file). It works on the agent and the
// server in its arguments and prints what it saw as one line of JSON.
import createClient from "openapi-fetch";
import type { paths } from "./openapi.js";

const [baseUrl = "", key = "", id = ""] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { "X-CEKURA-API-KEY": key } });
const agent = { params: { path: { id: Number(id) } } };
const owner = { params: { path: { agent_id: Number(id) } } }; // as the paths of v1 call it

// good gives the data of a good answer.
function good<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (error !== undefined || data === undefined) {
    throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  }
  return data;
}

const listed = good(
  await client.GET("/test_framework/v2/aiagents/", { params: { query: { page_size: 1, q: id } } }),
);
const patched = good(
  await client.PATCH("/test_framework/v2/aiagents/{id}/", {
    ...agent,
    body: {
      name: "Typed Bot",
      mock_tools: [
        { name: "lookup_order", mock_data: [{ input: { order_id: "A-100" }, output: { status: "lost" } }] },
        { name: "book_slot", served_via: { type: "mcp", mock_index: 3 } },
      ],
    },
  }),
);
const read = good(await client.GET("/test_framework/v2/aiagents/{id}/", agent));
const variables = good(
  await client.POST("/test_framework/v1/aiagents/{agent_id}/dynamic-variables/", {
    ...owner,
    body: [{ name: "zip_code", description: "Five digits" }],
  }),
);
const status = good(await client.GET("/test_framework/v1/aiagents/{agent_id}/tools/mock-status/", owner));

const created = good(
  await client.POST("/test_framework/v2/aiagents/", { body: { name: "Short-lived", description: "d" } }),
);
const other = { params: { path: { id: created.id ?? 0 } } };
const deleted = await client.DELETE("/test_framework/v2/aiagents/{id}/", other);
const gone = await client.GET("/test_framework/v2/aiagents/{id}/", other);
const refused = await client.POST("/test_framework/v1/aiagents/{agent_id}/dynamic-variables/", {
  ...owner,
  body: [{ name: "", description: "d" }],
});

console.log(
  JSON.stringify({
    count: listed.count,
    listed: listed.results.map((a) => a.id),
    patched: patched.name,
    tools: read.mock_tools?.map((tool) => tool.served_via.url),
    same: JSON.stringify(patched) === JSON.stringify(read),
    variables: variables.map((v) => v.name),
    tool_endpoints: status.tool_endpoints.map((e) => e.url),
    mcp_endpoints: status.mcp_endpoints.map((e) => e.url),
    created: "name" in created ? created.name : created,
    deleted: deleted.response.status,
    gone: gone.error,
    refused: refused.error,
  }),
);

// What must not compile. Nobody calls it.
export async function mistakes(): Promise<void> {
  // @ts-expect-error: there is no such path
  await client.GET("/test_framework/v2/agents/");
  // @ts-expect-error: the path lacks the method
  await client.DELETE("/test_framework/v2/aiagents/");
  // @ts-expect-error: the id is missing
  await client.GET("/test_framework/v2/aiagents/{id}/");
  // @ts-expect-error: pages are numbers
  await client.GET("/test_framework/v2/aiagents/", { params: { query: { page: "two" } } });
  // @ts-expect-error: names are text
  await client.PATCH("/test_framework/v2/aiagents/{id}/", { ...agent, body: { name: 5 } });
  // @ts-expect-error: there is no such language
  await client.PATCH("/test_framework/v2/aiagents/{id}/", { ...agent, body: { language: "xx" } });
  // @ts-expect-error: ids are not to be chosen
  await client.PATCH("/test_framework/v2/aiagents/{id}/", { ...agent, body: { id: 7 } });
  // @ts-expect-error: an update needs a description
  await client.PUT("/test_framework/v2/aiagents/{id}/", { ...agent, body: { name: "n" } });
  // @ts-expect-error: a new agent needs a name
  await client.POST("/test_framework/v2/aiagents/", { body: { description: "d" } });
  // @ts-expect-error: variables have descriptions
  await client.POST("/test_framework/v1/aiagents/{agent_id}/dynamic-variables/", { ...owner, body: [{ name: "n" }] });
  // @ts-expect-error: secrets are never told
  void read.webhook_secret;
}
