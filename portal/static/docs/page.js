// Shows the API document, and authorizes its calls with the token of a sign-in on the page.
"use strict";

const SIGN_IN = /\/api\/auth\/(register|login|refresh)$/;

function useToken(response) {
  if (response.ok && SIGN_IN.test(response.url)) {
    ui.preauthorizeApiKey("bearerAuth", JSON.parse(response.text).data.accessToken);
  }
  return response;
}

const ui = SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  displayRequestDuration: true,
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null, // the default sends the document to another host
  responseInterceptor: useToken,
});
