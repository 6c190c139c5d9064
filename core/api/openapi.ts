import * as z from 'zod';
import { imageAnswer, problemAnswer } from './contract/answers';
import { runAnswer } from './contract/run';
import { errorNames, statusOfError } from '../errors';
import { instanceAnswer } from './contract/instance';
import { contracts } from './contracts';
import { routes } from './routes';

const components: Record<string, z.ZodType> = {
  Image: imageAnswer,
  Run: runAnswer,
  Instance: instanceAnswer,
  Problem: problemAnswer,
};

/** Returns the OpenAPI 3.1 document of the API, from the table of routes and the schemas that parse its requests. */
export function openApiDocument(options: { version: string; url?: string }): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const { query, body, answers, errors } = contracts[route.operation];
    const isPost = route.method === 'POST';
    (paths[route.path] ??= {})[route.method.toLowerCase()] = {
      operationId: route.operation,
      summary: route.summary,
      tags: [route.path.split('/')[2]?.replace('.json', '')],
      security: [{ sigv4: [] }],
      'x-permission-group': route.group,
      parameters: [...pathParameters(route.path), ...queryParameters(query), ...(isPost ? [idempotencyKey] : [])],
      ...(body
        ? {
            requestBody: {
              required: !body.safeParse({}).success,
              content: { 'application/json': { schema: schemaOf(body, 'input') } },
            },
          }
        : {}),
      responses: {
        ...Object.fromEntries(
          Object.entries(answers).map(([status, schema]) => [
            status,
            { description: route.summary, content: { 'application/json': { schema: schemaOf(schema, 'output') } } },
          ]),
        ),
        ...Object.fromEntries(
          [...new Set([...errors, ...always])].map((status) => [
            status,
            {
              description: errorsOf(status),
              content: {
                'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
                ...(ofGateway.includes(status) && { 'application/json': { schema: gatewayAnswer } }),
              },
            },
          ]),
        ),
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'spawn',
      version: options.version,
      description:
        'Manages the life cycle of custom EC2 images. Sign requests with Signature Version 4 for the service execute-api.',
    },
    ...(options.url ? { servers: [{ url: options.url }] } : {}),
    paths,
    components: {
      securitySchemes: {
        sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', description: 'AWS Signature Version 4' },
      },
      schemas: Object.fromEntries(
        Object.entries(components).map(([name, schema]) => [name, plainSchema(schema, 'output')]),
      ),
    },
  };
}

/** Errors of every route: malformed, denied or throttled requests, and failures of AWS. */
const always = [400, 403, 429, 500, 503];

/**
 * What API Gateway answers by itself, in its own form: requests that are not signed or whose signer may not send them,
 * throttled ones, and functions that are not reached or fail.
 */
const ofGateway = [403, 429, 500, 503];
const gatewayAnswer = {
  type: 'object',
  properties: { message: { type: 'string' } },
  required: ['message'],
  description: 'An answer of API Gateway, which no function has seen',
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 128 },
  description: 'Repeating a key with the same body returns the same answer for 24 hours; another body is refused',
};

function pathParameters(path: string): unknown[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined): unknown[] {
  if (!query) return [];
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: plainSchema(schema as z.ZodType, 'input'),
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const name = nameOf(schema);
  return name ? { $ref: `#/components/schemas/${name}` } : plainSchema(schema, io);
}

function plainSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => {
      const name = path.length === 0 ? undefined : nameOf(zodSchema);
      if (!name) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      jsonSchema.$ref = `#/components/schemas/${name}`;
    },
  });
  return plain;
}

function nameOf(schema: unknown): string | undefined {
  return Object.keys(components).find((key) => components[key] === schema);
}

function errorsOf(status: number): string {
  const names = errorNames.filter((name) => statusOfError(name) === status && status !== 500);
  return names.length > 0 ? names.join(', ') : 'Internal error';
}
