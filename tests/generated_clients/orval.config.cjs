// The client calls the service that orval reads the document from.
const baseUrl = process.env.BASE_URL;
module.exports = { portal: { input: "openapi.json", output: { target: "generated/orval.ts", client: "fetch", baseUrl } } };
