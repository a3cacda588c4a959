/**
 * The vendor's generic client, in a file of its own so that it can be loaded late: most invocations call none of the services
 * that it is for. (Imported late by its package's name, it would come as Node wraps it, and bundled as the bundler does.)
 */
export { Config, default as OpenApiClient, OpenApiRequest, Params } from '@alicloud/openapi-client';
