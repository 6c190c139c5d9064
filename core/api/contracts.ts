import * as z from 'zod';
import {
  allowedImagesAnswer,
  allowedImagesQuery,
  setAllowedImagesAnswer,
  setAllowedImagesRequest,
} from '../allowed/contract';
import { findImagesQuery, foundImagesAnswer } from '../catalog/adoption-candidates';
import { ancestryAnswer } from '../image/ancestry';
import { imagesAnswer, resolveAnswer, snapshotsAnswer } from './contract/answers';
import { previewAnswer } from '../build/preview';
import { recipeAnswer } from '../recipe/kept';
import { decideApprovalRequest, retryBuildRequest, startBuildRequest } from '../build/request';
import { buildsAnswer, createImageAnswer, listBuildsQuery, logAnswer, runAnswer } from './contract/run';
import {
  launchInstanceRequest,
  listImagesQuery,
  listInstancesQuery,
  logQuery,
  regionQuery,
  replicateImageRequest,
  resolveImageQuery,
  runCommandRequest,
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
  undeleteImageRequest,
} from './contract/cleanup';
import { costAnswer, costHistoryAnswer, costHistoryQuery, costQuery } from './contract/cost';
import { historyAnswer, historyQuery } from '../history/contract';
import { debtsAnswer } from '../model/debt';
import { deploymentAnswer } from './contract/deployment';
import { doctorAnswer, doctorQuery } from '../doctor/contract';
import {
  deprecateImageRequest,
  undeprecateImageQuery,
  createImageRequest,
  imageChangeAnswer,
  tagImageAnswer,
  tagImageRequest,
} from './contract/image-change';
import { checkHealthAnswer, checkHealthRequest } from './contract/health';
import { nightAnswer, listNightsQuery, nightsAnswer, startNightlyRequest } from './contract/night';
import { testNotificationsAnswer, testNotificationsRequest } from '../notification/contract';
import { diffAnswer, diffQuery, packagesAnswer } from './contract/image-contents';
import { imageDetailsAnswer } from './contract/image-details';
import { imageSharesAnswer, shareImageAnswer, shareImageRequest } from './contract/sharing';
import { commandAnswer, instanceAnswer, instancesAnswer, launchAnswer, sessionAnswer } from './contract/instance';
import { listOwnersQuery, ownersAnswer } from '../reference/contract';
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
import type { Operation } from './routes';
import { policyPreviewAnswer } from './policy/preview';
import { listStacksQuery, setStackRequest, stackAnswer, stacksAnswer } from './contract/stack';

interface Contract {
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Schemas of successful answers by status. */
  answers: Record<number, z.ZodType>;
  /** Statuses of errors apart from those of every route. */
  errors: number[];
}

const all = {
  startBuild: {
    body: startBuildRequest,
    answers: { 202: runAnswer, 200: runAnswer },
    errors: [400, 404, 409, 413, 429],
  },
  previewBuild: { body: startBuildRequest, answers: { 200: previewAnswer }, errors: [400, 404, 409, 413, 429] },
  listBuilds: { query: listBuildsQuery, answers: { 200: buildsAnswer }, errors: [400] },
  showBuild: { answers: { 200: runAnswer }, errors: [404] },
  readBuildLog: { query: logQuery, answers: { 200: logAnswer }, errors: [400, 404] },
  cancelBuild: { answers: { 202: runAnswer }, errors: [404, 409] },
  retryBuild: { body: retryBuildRequest, answers: { 202: runAnswer }, errors: [400, 404, 409, 413, 429] },
  decideApproval: { body: decideApprovalRequest, answers: { 202: runAnswer }, errors: [400, 404, 409] },
  createImage: { body: createImageRequest, answers: { 202: createImageAnswer }, errors: [400, 404, 409, 413] },
  listImages: { query: listImagesQuery, answers: { 200: imagesAnswer }, errors: [400] },
  resolveImage: { query: resolveImageQuery, answers: { 200: resolveAnswer }, errors: [400, 404, 409] },
  showImage: { query: regionQuery, answers: { 200: imageDetailsAnswer }, errors: [400, 404] },
  diffImages: { query: diffQuery, answers: { 200: diffAnswer }, errors: [400, 404] },
  listPackages: { query: regionQuery, answers: { 200: packagesAnswer }, errors: [400, 404] },
  readRecipe: { query: regionQuery, answers: { 200: recipeAnswer }, errors: [400, 404] },
  readAncestry: { query: regionQuery, answers: { 200: ancestryAnswer }, errors: [400, 404] },
  findImages: { query: findImagesQuery, answers: { 200: foundImagesAnswer }, errors: [400] },
  verifyImage: { query: regionQuery, answers: { 200: provenanceAnswer }, errors: [400, 404] },
  listSnapshots: { query: regionQuery, answers: { 200: snapshotsAnswer }, errors: [400, 404] },
  listOwners: { query: listOwnersQuery, answers: { 200: ownersAnswer }, errors: [400, 404] },
  listReferences: { query: listReferencesQuery, answers: { 200: referencesAnswer }, errors: [400, 404] },
  addReference: { body: addReferenceRequest, answers: { 200: referenceChangeAnswer }, errors: [400, 404, 409] },
  removeReference: { query: regionQuery, answers: { 200: referenceChangeAnswer }, errors: [400, 404] },
  listRegistered: { query: listRegisteredQuery, answers: { 200: registeredAnswer }, errors: [400, 404] },
  testImage: { body: testImageRequest, answers: { 202: runAnswer }, errors: [400, 404, 409, 413] },
  replicateImage: { body: replicateImageRequest, answers: { 202: runAnswer }, errors: [400, 404, 409] },
  deprecateImage: { body: deprecateImageRequest, answers: { 200: imageChangeAnswer }, errors: [400, 404, 409] },
  undeprecateImage: { query: undeprecateImageQuery, answers: { 200: imageChangeAnswer }, errors: [400, 404, 409] },
  revokeImage: { body: revokeImageRequest, answers: { 200: revocationAnswer }, errors: [400, 403, 404, 409] },
  undeleteImage: { body: undeleteImageRequest, answers: { 200: imageChangeAnswer }, errors: [400, 403, 404, 409] },
  restoreImage: { query: restoreImageQuery, answers: { 200: revocationAnswer }, errors: [400, 403, 404, 409] },
  listDescendants: { answers: { 200: descendantsAnswer }, errors: [404] },
  testNotifications: { body: testNotificationsRequest, answers: { 200: testNotificationsAnswer }, errors: [400] },
  tagImage: { body: tagImageRequest, answers: { 200: tagImageAnswer }, errors: [400, 404, 409] },
  promoteImage: { body: promoteImageRequest, answers: { 200: channelChangeAnswer }, errors: [400, 404, 409] },
  listChannels: { query: listChannelsQuery, answers: { 200: channelsAnswer }, errors: [400] },
  showChannelHistory: { query: channelHistoryQuery, answers: { 200: channelHistoryAnswer }, errors: [400, 404] },
  rollBackChannel: { body: rollBackChannelRequest, answers: { 200: channelChangeAnswer }, errors: [400, 404, 409] },
  shareImage: { body: shareImageRequest, answers: { 200: shareImageAnswer }, errors: [400, 404, 409, 429] },
  listShares: { query: regionQuery, answers: { 200: imageSharesAnswer }, errors: [400, 404] },
  showAllowedImages: {
    query: allowedImagesQuery,
    answers: { 200: allowedImagesAnswer },
    errors: [400, 404, 429],
  },
  setAllowedImages: {
    body: setAllowedImagesRequest,
    answers: { 200: setAllowedImagesAnswer },
    errors: [400, 404, 409, 429],
  },
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
  readCostHistory: { query: costHistoryQuery, answers: { 200: costHistoryAnswer }, errors: [400] },
  listStacks: { query: listStacksQuery, answers: { 200: stacksAnswer }, errors: [400] },
  showStack: { answers: { 200: stackAnswer }, errors: [404] },
  setStack: { body: setStackRequest, answers: { 200: stackAnswer }, errors: [400, 409] },
  previewPolicy: { body: setStackRequest, answers: { 200: policyPreviewAnswer }, errors: [400] },
  checkHealth: { body: checkHealthRequest, answers: { 200: checkHealthAnswer }, errors: [400, 404, 409, 413] },
  resumeStack: { body: resumeStackRequest, answers: { 200: resumeStackAnswer }, errors: [400, 404] },
  startNightly: { body: startNightlyRequest, answers: { 202: nightAnswer, 200: nightAnswer }, errors: [400, 409] },
  listNights: { query: listNightsQuery, answers: { 200: nightsAnswer }, errors: [400] },
  showNight: { answers: { 200: nightAnswer }, errors: [404] },
  readHistory: { query: historyQuery, answers: { 200: historyAnswer }, errors: [400] },
  listDebts: { answers: { 200: debtsAnswer }, errors: [] },
  showOperation: { answers: { 200: runAnswer }, errors: [404] },
  examineAccount: { query: doctorQuery, answers: { 200: doctorAnswer }, errors: [400] },
  showDeployment: { answers: { 200: deploymentAnswer }, errors: [] },
  readOpenApi: { answers: { 200: z.looseObject({ openapi: z.string() }) }, errors: [] },
} satisfies Record<Operation, Contract>;

/** The type of each operation's schemas, for typed calls. */
export type Contracts = typeof all;

/** The query, body, answers and errors of each operation. */
export const contracts: Record<Operation, Contract> = all;
