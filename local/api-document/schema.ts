/** Our zod schemas as the JSON Schema 2020-12 that OpenAPI 3.1 is written in; those with a name stand by themselves. */
import * as z from 'zod';
import { said } from './fields';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** How schemas are written down: `named` fills with those that have a name, which `schemaOf` refers to. */
export const createSchemas = () => {
  const named: Record<string, JsonSchema> = {};

  /** A request is described as it is sent, an answer as it is given. */
  const schemaOf = (schema: z.ZodType, side: 'request' | 'answer'): JsonSchema => {
    // Inside of another one, so that a name of its own is referred to as well.
    const { $defs = {}, properties } = z.toJSONSchema(z.object({ it: schema }), {
      io: side === 'request' ? 'input' : 'output',
      metadata: said,
      // Our promise is what is there, not that nothing ever comes to it.
      override: ({ zodSchema, jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
        // Of what is converted on the way in, zod leaves this out.
        const fallback = said.get(zodSchema)?.default;
        if (fallback !== undefined) jsonSchema.default = fallback;
      },
    });
    for (const [name, one] of Object.entries($defs)) {
      const written = referring(one);
      if (named[name] && JSON.stringify(named[name]) !== JSON.stringify(written)) {
        throw new Error(`Two schemas of the document are both called ${name}.`);
      }
      named[name] = written;
    }
    return referring(properties?.it);
  };
  return { named, schemaOf };
};

const referring = (schema: unknown): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
