import { autoScalingNamespace, autoScalingSchemas } from '../services/autoscaling/schemas';
import { decodeEc2Request } from './query/ec2-decode';
import { encodeEc2Error, encodeEc2Response } from './query/ec2-encode';
import { iamNamespace, iamSchemas } from '../services/iam/schemas';
import { topicNamespace, topicSchemas } from '../services/messaging/topic-schemas';
import { jsonProtocol } from './json-protocol';
import { stsNamespace, stsSchemas } from '../services/sts/schemas';
import type { Protocol } from './protocol';
import { respond, textOf } from './protocol';
import { queryProtocol } from './query-protocol';
import {
  imageBuilderProtocol,
  inspectorProtocol,
  inspectorScanProtocol,
  recycleBinProtocol,
  lambdaProtocol,
  schedulerProtocol,
} from './rest-protocols';
import { s3Protocol } from './s3-protocol';

const ec2: Protocol = {
  decode: (request) => decodeEc2Request(textOf(request.body)),
  encode: (action, output, requestId) =>
    respond(200, 'text/xml;charset=UTF-8', encodeEc2Response(action, output, requestId), {
      'x-amzn-requestid': requestId,
    }),
  fail: (error, requestId) =>
    respond(error.status, 'text/xml;charset=UTF-8', encodeEc2Error(error, requestId), {
      'x-amzn-requestid': requestId,
    }),
};

/** How each service talks, by the service name in the signature's scope. */
export const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  autoscaling: queryProtocol(autoScalingNamespace, autoScalingSchemas),
  dynamodb: jsonProtocol('1.0', 'com.amazonaws.dynamodb.v20120810#'),
  ec2,
  events: jsonProtocol('1.1'),
  iam: queryProtocol(iamNamespace, iamSchemas),
  imagebuilder: imageBuilderProtocol,
  'inspector-scan': inspectorScanProtocol,
  inspector2: inspectorProtocol,
  kms: jsonProtocol('1.1'),
  lambda: lambdaProtocol,
  logs: jsonProtocol('1.1'),
  rbin: recycleBinProtocol,
  s3: s3Protocol,
  scheduler: schedulerProtocol,
  secretsmanager: jsonProtocol('1.1'),
  servicequotas: jsonProtocol('1.1'),
  sns: queryProtocol(topicNamespace, topicSchemas),
  sqs: jsonProtocol('1.0'),
  ssm: jsonProtocol('1.1'),
  states: jsonProtocol('1.0'),
  sts: queryProtocol(stsNamespace, stsSchemas),
};
