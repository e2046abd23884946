// What @hey-api/openapi-ts makes of the document beside it: types and zod schemas.
export default {
  input: "openapi.json",
  output: { path: "generated", importFileExtension: ".js" },
  plugins: ["@hey-api/typescript", "zod"],
};
