// Shows the contract of every service, chosen by the list at the top or by ?service= in the address.
"use strict";

fetch("/documentation/index.json")
  .then((response) => response.json())
  .then(({ services }) => {
    const urls = services.map((name) => ({ name, url: `/documentation/${name}.json` }));
    const asked = new URLSearchParams(location.search).get("service");
    SwaggerUIBundle({
      urls,
      "urls.primaryName": services.includes(asked) ? asked : services[0],
      dom_id: "#documents",
      deepLinking: true,
      validatorUrl: null,
      presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
      layout: "StandaloneLayout",
    });
  });
