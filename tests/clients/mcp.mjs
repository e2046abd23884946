// Does with each MCP endpoint in its arguments what an agent does, and prints
// one line of JSON: what it saw of each.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const args = { order_id: "A-100" };

async function visit(url) {
  const client = new Client({ name: "mockserver-tests", version: "1.0.0" });
  const errors = [];
  client.onerror = (error) => errors.push(String(error));
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  try {
    const { tools } = await client.listTools();
    const calls = {};
    for (const { name } of tools) {
      calls[name] = await client.callTool({ name, arguments: args });
    }
    const unknown = await client.callTool({ name: "no_such_tool", arguments: args }).then(
      () => null,
      ({ code, message }) => ({ code, message }),
    );
    return { server: client.getServerVersion()?.name, tools, calls, unknown, errors };
  } finally {
    await client.close();
  }
}

const seen = [];
for (const url of process.argv.slice(2)) {
  seen.push(await visit(url));
}
console.log(JSON.stringify(seen));
