// Records a consumer's pact, or verifies one, and prints what came of it in the
// last line: node pact.mjs record FOLDER
//            node pact.mjs verify FILE PROVIDER CONTROLS [HEADER VALUE]...
import assert from "node:assert/strict";
import { join } from "node:path";
import pact from "@pact-foundation/pact";

const { MatchersV3, PactV3, Verifier } = pact;
const { eachLike, equal, fromProviderState, integer, like } = MatchersV3;
const patience = 30_000; // milliseconds
const agents = "/test_framework/v2/aiagents/";

const [command, ...args] = process.argv.slice(2);
console.log("\n" + JSON.stringify(await { record, verify }[command](...args)));

// record plays the consumer: Pact answers its requests and writes them down.
async function record(dir) {
  const consumer = new PactV3({ consumer: "agent-push", provider: "cekura", dir, logLevel: "error" });
  const headers = { "X-CEKURA-API-KEY": "the consumer's own" };
  const interact = async (description, states, request, response) => {
    for (const [state, params] of states) consumer.given(state, params);
    consumer.uponReceiving(description).withRequest({ headers, ...request }).willRespondWith(response);
    await consumer.executeTest(async ({ url, port }) => {
      const path = request.path.value ?? request.path;
      const query = request.query ? "?" + new URLSearchParams(request.query) : "";
      const sent = request.body && JSON.stringify(request.body);
      const sentHeaders = sent ? { ...headers, "Content-Type": "application/json" } : headers;
      const answer = await fetch(url + path + query, { method: request.method, headers: sentHeaders, body: sent });
      assert.equal(answer.status, response.status);
      for (const end = Date.now() + patience; !consumer.pact.mockServerMatchedSuccessfully(port) && Date.now() < end;) {
        await new Promise(setImmediate); // Pact's server may note a request only after its answer
      }
    });
  };
  const get = (path, query) => ({ method: "GET", path, query });
  const listed = (...names) => ({ status: 200, body: { count: names.length, results: names.map((name) => like({ name: equal(name) })) } });

  await interact("a list of the seed's agents", [], get(agents), listed("First"));
  await interact("a list with what two states make", [["a support bot"], ["a bot", { id: 70, name: "Seventy" }]],
    get(agents), listed("First", "Support Bot", "Seventy"));
  await interact("a list with what the states make in another order", [["a bot", { id: 9, name: "Nine" }], ["a support bot"]],
    get(agents), listed("First", "Nine", "Support Bot"));
  await interact("an agent by the id that a parameter gives", [["a bot", { id: 70, name: "Seventy" }]],
    get(agents + "70/"), { status: 200, body: { id: 70, name: "Seventy", description: "Answers as Seventy for {{caller}}" } });
  await interact("an agent by the id that the provider gives", [["a support bot"]],
    get(fromProviderState(agents + "${Support Bot}/", agents + "1/")), {
      status: 200,
      body: {
        id: fromProviderState("${Support Bot}", 1),
        mock_tools: eachLike({ id: fromProviderState("${lookup_order}", 1), name: "lookup_order" }),
      },
    });
  await interact("a push", [["a support bot"]],
    { method: "PATCH", path: fromProviderState(agents + "${Support Bot}/", agents + "1/"), body: { name: "Renamed" } },
    { status: 200, body: { id: integer(1), name: "Renamed" } });
  await interact("an agent that only a state makes", [], get(agents + "70/"), { status: 404, body: { detail: like("no") } });
  await interact("a list where a state takes the seed's agent", [["the first is renamed"]], get(agents), listed("Renamed"));
  return join(dir, "agent-push-cekura.json");
}

// verify has Pact's verifier replay a pact.
async function verify(file, providerBaseUrl, providerStatesSetupUrl, ...headers) {
  const customProviderHeaders = {};
  for (let i = 0; i < headers.length; i += 2) customProviderHeaders[headers[i]] = headers[i + 1];
  const verifier = new Verifier({ provider: "cekura", providerBaseUrl, providerStatesSetupUrl, customProviderHeaders, pactUrls: [file], logLevel: "error" });
  const results = {};
  try {
    for (const { description, result } of JSON.parse(await verifier.verifyProvider()).interactionResults) results[description] = result;
    return { good: true, results };
  } catch (error) {
    return { good: false, told: error.message };
  }
}
