// Shows the document in Swagger UI, in the colours that the browser prefers.
"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

SwaggerUIBundle({
  url: document.getElementById("docs").dataset.document,
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null, // it would ask another server
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  // A page has one main part, and the viewer is within it.
  onComplete: () => document.querySelector("#docs main")?.setAttribute("role", "group"),
});
