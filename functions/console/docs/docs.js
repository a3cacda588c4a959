/* Shows the document. Without `validatorUrl: null` the viewer would send its address to a validator on the internet. */
window.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
