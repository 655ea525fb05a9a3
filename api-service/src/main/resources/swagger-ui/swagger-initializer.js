window.onload = () => {
  window.ui = SwaggerUIBundle({
    // Also behind a proxy that serves this under a prefix.
    url: new URL("../v3/api-docs", window.location).pathname,
    dom_id: "#swagger-ui",
    deepLinking: true,
    persistAuthorization: true,
    // No badge from somebody else's server.
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [SwaggerUIBundle.plugins.DownloadUrl],
    layout: "StandaloneLayout",
  });
};
