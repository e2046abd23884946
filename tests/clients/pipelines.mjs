// Prints what the published schema of GitHub's workflows, or that of GitLab's
// pipelines, says is wrong with a file: node pipelines.mjs github|gitlab FILE
import { readFileSync } from "node:fs";
import { register } from "node:module";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

const [kind, name] = process.argv.slice(2);
const content = readFileSync(name, "utf8");
console.log(JSON.stringify(await { github, gitlab }[kind]()));

async function github() {
  // The parser is built for bundlers: it imports JSON without saying so.
  register("data:text/javascript," + encodeURIComponent(`export const load = (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`));
  const { NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map((error) => error.message);
}

function gitlab() {
  const schema = JSON.parse(readFileSync(new URL("../testdata/schemas/gitlab-ci.json", import.meta.url)));
  const ajv = new Ajv({ strict: false, allErrors: true }); // the schema has keywords of editors
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return validate(parse(content)) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}
