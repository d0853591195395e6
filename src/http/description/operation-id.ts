/** `post-admin-flags-key-archive`: the id in OpenAPI, and the anchor in the page. */
export const operationId = (route: string): string =>
  route.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
