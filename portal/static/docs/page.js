// Shows the API document, and authorizes its calls with the token of a sign-in on the page.
"use strict";

const SIGN_IN = /\/api\/auth\/(register|login|refresh)$/;

function useToken(response) {
  if (response.ok && SIGN_IN.test(response.url)) {
    ui.preauthorizeApiKey("bearerAuth", JSON.parse(response.text).data.accessToken);
  }
  return response;
}

// Attributes for assistive technology that Swagger UI leaves out or sets wrongly.
const ATTRIBUTES = {
  "#servers": { "aria-label": "Server" },
  ".information-container": { role: "region", "aria-label": "About this API" },
  ".scheme-container": { role: "region", "aria-label": "Server and authorization" },
  ".filter-container": { role: "search" },
  ".examples-select-element": { "aria-label": "Example" },
  ".content-type": { "aria-label": "Media type" },
  ".body-param__text": { "aria-label": "Request body" },
  ".operation-filter-input": { "aria-label": "Filter by tag" },
  ".close-modal": { "aria-label": "Close" },
  ".microlight, .responses-table pre": { tabindex: "0" },
  "h3, .models > h4": { "aria-level": "2" },
  "h4:not(.models > h4)": { "aria-level": "3" },
  h5: { "aria-level": "4" },
};

function improveAccessibility(root) {
  for (const [selector, attributes] of Object.entries(ATTRIBUTES)) {
    for (const node of root.querySelectorAll(selector)) {
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    }
  }
  for (const node of root.querySelectorAll("[data-param-name] :is(input, select, textarea)")) {
    node.setAttribute("aria-label", node.closest("[data-param-name]").dataset.paramName);
  }
  for (const node of root.querySelectorAll(".responses-table[role='region']")) node.setAttribute("aria-label", node.id);
}

// Operations are buttons, which must not contain links.
function withoutLinksInButtons() {
  const plain = (DeepLink, { React }) => (props) => React.createElement(DeepLink, { ...props, enabled: false });
  return { wrapComponents: { DeepLink: plain } };
}

const docs = document.getElementById("docs");
new MutationObserver(() => improveAccessibility(docs)).observe(docs, { childList: true, subtree: true });

const ui = SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  defaultModelsExpandDepth: 0, // each operation shows the schemas it uses
  displayRequestDuration: true,
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null, // the default sends the document to another host
  plugins: [withoutLinksInButtons],
  responseInterceptor: useToken,
});
