// Tells a story to a server, or to a proxy in front of it, and holds each answer
// against the zod schemas that were generated from the document (generated/, which
// the Go test has made beside a copy of this file). An answer must pass, and lose
// nothing on the way. It prints one line of JSON: the statuses, and what was wrong.
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import * as answers from "./generated/zod.gen.js";

const [baseUrl = "", key = ""] = process.argv.slice(2);
const agents = "/test_framework/v2/aiagents/";
const statuses: string[] = [];
const wrong: string[] = [];

async function step(wanted: number, method: string, path: string, schema: z.ZodType, body?: unknown, apiKey = key): Promise<any> {
  const response = await fetch(baseUrl + path, {
    method,
    headers: { "X-CEKURA-API-KEY": apiKey, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const what = `${method} ${path}: ${response.status}`;
  statuses.push(`${method} ${response.status}`);
  const text = await response.text();
  const answer = text === "" ? undefined : JSON.parse(text);
  if (response.status !== wanted) {
    wrong.push(`${what}, want ${wanted}: ${text}`);
  }
  const violations = response.headers.get("sl-violations"); // Prism's
  if (violations !== null) {
    wrong.push(`${what}: ${violations}`);
  }
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    wrong.push(`${what}: ${JSON.stringify(parsed.error.issues)} in ${text}`);
  } else if (!isDeepStrictEqual(parsed.data, answer)) {
    wrong.push(`${what}: ${text} is parsed as ${JSON.stringify(parsed.data)}`);
  }
  return answer;
}

const created = await step(201, "POST", agents, answers.zAiagentsCreateResponse, {
  name: "Story",
  description: "An agent with a story",
  telephony: { phone_number: "+14155551234", sip_auth: null, websocket_auth: { username: "u" } },
  provider: {
    type: "vapi",
    agent_id: "asst_1",
    credentials: { api_key: "k", config: { public_key: "p", unnamed: { deep: [1] } } },
    chat_agent_details: { type: "vapi", config: { agent_id: "a", url: "wss://a.test" } },
  },
});
const agent = `${agents}${created.id}/`;
const collections = {
  mock_tools: [
    { name: "lookup_order", description: "d", mock_data: [{ input: { order_id: "A-1" }, output: { status: "lost" } }] },
    { name: "book_slot", description: "d", served_via: { type: "mcp", mock_index: 1 } },
  ],
  knowledge_base_files: [{ file_name: "faq.txt", content_base64: "aGVsbG8=" }],
  dynamic_variables: [{ name: "zip", description: "Five digits" }],
};
await step(200, "PATCH", agent, answers.zAiagentsPartialUpdateResponse, collections);
await step(200, "PATCH", agent, answers.zAiagentsPartialUpdateResponse, {
  webhook_url: "https://a.test/hook",
  webhook_secret: "s",
  agent_speaks_first: true,
  provider: { credentials: null, chat_agent_details: null },
});
await step(200, "GET", agent, answers.zAiagentsRetrieveResponse);
await step(200, "GET", `${agents}?page_size=1`, answers.zAiagentsListResponse);
await step(200, "GET", `${agents}?page_size=1&page=2`, answers.zAiagentsListResponse);
await step(200, "PUT", agent, answers.zAiagentsUpdateResponse, { description: "Another", language: "de" });
const copy = await step(201, "POST", `${agent}duplicate/`, answers.zAiagentsDuplicateCreateResponse);

const old = `/test_framework/v1/aiagents/${created.id}/`;
await step(200, "GET", `${agent}knowledge_base/`, answers.zAiagentsKnowledgeBaseListResponse);
await step(201, "POST", `${agent}upload_knowledge_base/`, answers.zAiagentsUploadKnowledgeBase2Response, {
  files: [{ file_name: "a.md", content_base64: "aGVsbG8=" }],
});
await step(200, "DELETE", `${agent}delete_knowledge_base/`, answers.zAiagentsDeleteKnowledgeBaseDestroyResponse);
const [variable] = await step(201, "POST", `${old}dynamic-variables/`, answers.zDynamicVariablesCreateResponse, [
  { name: "city", description: "d" },
]);
await step(200, "GET", `${old}dynamic-variables/`, answers.zDynamicVariablesListResponse);
await step(200, "PATCH", `${old}dynamic-variable/${variable.id}/`, answers.zDynamicVariablesPartialUpdateResponse, {
  description: "e",
});
await step(204, "DELETE", `${old}dynamic-variable/${variable.id}/`, answers.zDynamicVariablesDestroyResponse);
await step(200, "GET", `${old}tools/mock-status/`, answers.zAiagentsToolsMockStatusRetrieveResponse);
await step(200, "GET", `${old}tool/lookup_order/`, answers.zAiagentsToolRetrieveResponse);
await step(200, "POST", `${old}tool/lookup_order/`, answers.zAiagentsToolCreateResponse, { order_id: "A-1" });
await step(200, "GET", "/user/v1/projects/", answers.zProjectsListResponse);

// Bodies that the schema allows, and the rules do not.
const twice = { name: "twice", description: "d" };
await step(400, "PATCH", agent, answers.zErrors, { mock_tools: [twice, twice] });
await step(400, "PATCH", agent, answers.zErrors, {
  dynamic_variables: [{ name: "fine", description: "d" }, { name: "", description: "" }],
});
await step(400, "POST", `${old}dynamic-variables/`, answers.zErrorsOfValue, [{ name: "", description: "d" }]);
await step(400, "GET", `${agent}?ql=%7B`, answers.zErrors);
await step(401, "PATCH", agent, answers.zRefusal, { name: "n" }, "wrong");
await step(401, "GET", agents, answers.zRefusal, undefined, "wrong");
await step(204, "DELETE", agent, answers.zAiagentsDestroyResponse);
await step(204, "DELETE", `${agents}${copy.id}/`, answers.zAiagentsDestroyResponse);
await step(404, "GET", agent, answers.zRefusal);
await step(404, "PATCH", agent, answers.zRefusal, { name: "n" });

console.log(JSON.stringify({ statuses, wrong }));
