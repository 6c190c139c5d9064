import type * as z from 'zod';
import * as requests from '../../core/api-requests';
import { deprecateImageRequest, tagImageRequest } from '../../core/image-changes';
import { addReferenceRequest, listRegisteredQuery } from '../../core/registered-reference';
import { routes } from '../../core/routes';
import type { Operation } from '../../core/routes';
import type { Request } from './spawn';

const bodies: Partial<Record<Operation, z.ZodType>> = {
  startBuild: requests.startBuildRequest, createImage: requests.createImageRequest, testImage: requests.testImageRequest,
  replicateImage: requests.replicateImageRequest, launchInstance: requests.launchInstanceRequest,
  startSession: requests.startSessionRequest, runCommand: requests.runCommandRequest, deprecateImage: deprecateImageRequest, tagImage: tagImageRequest, addReference: addReferenceRequest,
};
const queries: Partial<Record<Operation, z.ZodType>> = {
  listImages: requests.listImagesQuery, listBuilds: requests.listBuildsQuery, listInstances: requests.listInstancesQuery, readBuildLog: requests.logQuery,
  showImage: requests.regionQuery, listSnapshots: requests.regionQuery, terminateInstance: requests.regionQuery, showCommand: requests.regionQuery, undeprecateImage: requests.regionQuery, listReferences: requests.regionQuery, removeReference: requests.regionQuery, listRegistered: listRegisteredQuery,
};

/** Fails unless the API has a route for the request and takes its query and body. */
export function checkRequest({ method, path, query, body }: Request): void {
  const route = routes.find((each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
  if (route === undefined) throw new Error(`the API has no route ${method} ${path}`);
  const sent = Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== undefined).map(([key, value]) => [key, String(value)]));
  if (Object.keys(sent).length > 0) queries[route.operation]!.parse(sent);
  if (body !== undefined) bodies[route.operation]!.parse(body);
}
