import * as z from 'zod';
import { findImagesQuery, foundImagesAnswer } from '../catalog/adoption-candidates';
import { ancestryAnswer } from '../image/ancestry';
import {
  buildsAnswer,
  createImageAnswer,
  imageAnswer,
  imagesAnswer,
  logAnswer,
  problemAnswer,
  resolveAnswer,
  runAnswer,
  snapshotsAnswer,
} from './contract/answers';
import {
  createImageRequest,
  launchInstanceRequest,
  listBuildsQuery,
  listImagesQuery,
  listInstancesQuery,
  logQuery,
  regionQuery,
  replicateImageRequest,
  resolveImageQuery,
  runCommandRequest,
  startBuildRequest,
  startSessionRequest,
  testImageRequest,
} from './contract/requests';
import {
  channelChangeAnswer,
  channelHistoryAnswer,
  channelHistoryQuery,
  channelsAnswer,
  listChannelsQuery,
  promoteImageRequest,
  rollBackChannelRequest,
} from './contract/channel';
import {
  applyCleanupRequest,
  cleanupAnswer,
  cleanupDetailsAnswer,
  cleanupsAnswer,
  listCleanupsQuery,
  showCleanupQuery,
  startCleanupRequest,
} from './contract/cleanup';
import { costAnswer, costQuery } from './contract/cost';
import { debtsAnswer } from '../model/debt';
import { doctorAnswer, doctorQuery } from '../doctor/contract';
import { errorNames, statusOfError } from '../errors';
import { deprecateImageRequest, imageChangeAnswer, tagImageAnswer, tagImageRequest } from './contract/image-change';
import { checkHealthAnswer, checkHealthRequest } from './contract/health';
import { nightAnswer, listNightsQuery, nightsAnswer, startNightlyRequest } from './contract/night';
import { diffAnswer, diffQuery, packagesAnswer } from './contract/image-contents';
import { imageDetailsAnswer } from './contract/image-details';
import { imageSharesAnswer, shareImageAnswer, shareImageRequest } from './contract/sharing';
import { commandAnswer, instanceAnswer, instancesAnswer, launchAnswer, sessionAnswer } from './contract/instance';
import { listReferencesQuery, referencesAnswer } from './contract/reference';
import {
  addReferenceRequest,
  listRegisteredQuery,
  referenceChangeAnswer,
  registeredAnswer,
} from '../reference/registered';
import { provenanceAnswer } from '../provenance/check';
import { descendantsAnswer, restoreImageQuery, revocationAnswer, revokeImageRequest } from './contract/revocation';
import { resumeStackAnswer, resumeStackRequest } from './contract/stack-resumption';
import { routes, type Operation } from './routes';
import { listStacksQuery, setStackRequest, stackAnswer, stacksAnswer } from './contract/stack';

interface Contract {
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status and schema of the answers that are no error. */
  answers: Record<number, z.ZodType>;
  /** Statuses of errors beside those that every route can give. */
  errors: number[];
}

/** What each route takes and gives. */
export const contracts: Record<Operation, Contract> = {
  startBuild: {
    body: startBuildRequest,
    answers: { 202: runAnswer, 200: runAnswer },
    errors: [400, 404, 409, 413, 429],
  },
  listBuilds: { query: listBuildsQuery, answers: { 200: buildsAnswer }, errors: [400] },
  showBuild: { answers: { 200: runAnswer }, errors: [404] },
  readBuildLog: { query: logQuery, answers: { 200: logAnswer }, errors: [400, 404] },
  cancelBuild: { answers: { 202: runAnswer }, errors: [404, 409] },
  createImage: { body: createImageRequest, answers: { 202: createImageAnswer }, errors: [400, 404, 409, 413] },
  listImages: { query: listImagesQuery, answers: { 200: imagesAnswer }, errors: [400] },
  resolveImage: { query: resolveImageQuery, answers: { 200: resolveAnswer }, errors: [400, 404, 409] },
  showImage: { query: regionQuery, answers: { 200: imageDetailsAnswer }, errors: [400, 404] },
  diffImages: { query: diffQuery, answers: { 200: diffAnswer }, errors: [400, 404] },
  listPackages: { query: regionQuery, answers: { 200: packagesAnswer }, errors: [400, 404] },
  readAncestry: { query: regionQuery, answers: { 200: ancestryAnswer }, errors: [400, 404] },
  findImages: { query: findImagesQuery, answers: { 200: foundImagesAnswer }, errors: [400] },
  verifyImage: { query: regionQuery, answers: { 200: provenanceAnswer }, errors: [400, 404] },
  listSnapshots: { query: regionQuery, answers: { 200: snapshotsAnswer }, errors: [400, 404] },
  listReferences: { query: listReferencesQuery, answers: { 200: referencesAnswer }, errors: [400, 404] },
  addReference: { body: addReferenceRequest, answers: { 200: referenceChangeAnswer }, errors: [400, 404, 409] },
  removeReference: { query: regionQuery, answers: { 200: referenceChangeAnswer }, errors: [400, 404] },
  listRegistered: { query: listRegisteredQuery, answers: { 200: registeredAnswer }, errors: [400, 404] },
  testImage: { body: testImageRequest, answers: { 202: runAnswer }, errors: [400, 404, 409, 413] },
  replicateImage: { body: replicateImageRequest, answers: { 202: runAnswer }, errors: [400, 404, 409] },
  deprecateImage: { body: deprecateImageRequest, answers: { 200: imageChangeAnswer }, errors: [400, 404, 409] },
  undeprecateImage: { query: regionQuery, answers: { 200: imageChangeAnswer }, errors: [400, 404, 409] },
  revokeImage: { body: revokeImageRequest, answers: { 200: revocationAnswer }, errors: [400, 403, 404, 409] },
  restoreImage: { query: restoreImageQuery, answers: { 200: revocationAnswer }, errors: [400, 403, 404, 409] },
  listDescendants: { answers: { 200: descendantsAnswer }, errors: [404] },
  tagImage: { body: tagImageRequest, answers: { 200: tagImageAnswer }, errors: [400, 404, 409] },
  promoteImage: { body: promoteImageRequest, answers: { 200: channelChangeAnswer }, errors: [400, 404, 409] },
  listChannels: { query: listChannelsQuery, answers: { 200: channelsAnswer }, errors: [400] },
  showChannelHistory: { query: channelHistoryQuery, answers: { 200: channelHistoryAnswer }, errors: [400, 404] },
  rollBackChannel: { body: rollBackChannelRequest, answers: { 200: channelChangeAnswer }, errors: [400, 404, 409] },
  shareImage: { body: shareImageRequest, answers: { 200: shareImageAnswer }, errors: [400, 404, 409, 429] },
  listShares: { query: regionQuery, answers: { 200: imageSharesAnswer }, errors: [400, 404] },
  deleteImage: { query: regionQuery, answers: { 202: cleanupAnswer }, errors: [400, 404, 409] },
  startCleanup: { body: startCleanupRequest, answers: { 202: cleanupAnswer }, errors: [400, 404, 409] },
  listCleanups: { query: listCleanupsQuery, answers: { 200: cleanupsAnswer }, errors: [400] },
  showCleanup: { query: showCleanupQuery, answers: { 200: cleanupDetailsAnswer }, errors: [400, 404] },
  applyCleanup: {
    body: applyCleanupRequest,
    answers: { 200: cleanupAnswer, 202: cleanupAnswer },
    errors: [400, 404, 409],
  },
  launchInstance: {
    body: launchInstanceRequest,
    answers: { 201: launchAnswer, 202: launchAnswer },
    errors: [400, 404, 409, 413, 429],
  },
  listInstances: { query: listInstancesQuery, answers: { 200: instancesAnswer }, errors: [400] },
  terminateInstance: { query: regionQuery, answers: { 200: instanceAnswer }, errors: [400, 404, 409] },
  startSession: { body: startSessionRequest, answers: { 201: sessionAnswer }, errors: [400, 404, 409] },
  runCommand: { body: runCommandRequest, answers: { 202: commandAnswer }, errors: [400, 404, 409] },
  showCommand: { query: regionQuery, answers: { 200: commandAnswer }, errors: [400, 404, 409] },
  readCosts: { query: costQuery, answers: { 200: costAnswer }, errors: [400, 404] },
  listStacks: { query: listStacksQuery, answers: { 200: stacksAnswer }, errors: [400] },
  showStack: { answers: { 200: stackAnswer }, errors: [404] },
  setStack: { body: setStackRequest, answers: { 200: stackAnswer }, errors: [400, 409] },
  checkHealth: { body: checkHealthRequest, answers: { 200: checkHealthAnswer }, errors: [400, 404, 409, 413] },
  resumeStack: { body: resumeStackRequest, answers: { 200: resumeStackAnswer }, errors: [400, 404] },
  startNightly: { body: startNightlyRequest, answers: { 202: nightAnswer, 200: nightAnswer }, errors: [400, 409] },
  listNights: { query: listNightsQuery, answers: { 200: nightsAnswer }, errors: [400] },
  showNight: { answers: { 200: nightAnswer }, errors: [404] },
  listDebts: { answers: { 200: debtsAnswer }, errors: [] },
  showOperation: { answers: { 200: runAnswer }, errors: [404] },
  examineAccount: { query: doctorQuery, answers: { 200: doctorAnswer }, errors: [400] },
  readOpenApi: { answers: { 200: z.looseObject({ openapi: z.string() }) }, errors: [] },
};

const components: Record<string, z.ZodType> = {
  Image: imageAnswer,
  Run: runAnswer,
  Instance: instanceAnswer,
  Problem: problemAnswer,
};

/** The OpenAPI 3.1 document of the API, made from the table of routes and the schemas that parse its requests. */
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
              content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
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
        'The whole life of custom EC2 images. Requests are signed with Signature Version 4, service execute-api.',
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

/** A request may be malformed, not allowed or one too many, and AWS may not answer, whatever the route. */
const always = [400, 403, 429, 500, 503];

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 128 },
  description: 'The same key and body give the same answer for 24 hours; another body is refused',
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
