import { createHash } from 'node:crypto';
import type { Unnamed } from '../assembly/resource';
import type { Kind } from './site';

const fault = (message: string): Error => Object.assign(new Error(message), { name: 'UnsupportedTemplate' });
/** Ten letters and digits, as API Gateway makes them, but the same in every start. */
const idOf = ({ stack, logicalId }: Unnamed): string =>
  createHash('sha256').update(`${stack.name}/${logicalId}`).digest('hex').slice(0, 10);

export const api: Kind = {
  type: 'AWS::ApiGatewayV2::Api',
  models: ['Name', 'ProtocolType'],
  ignores: {
    Description: 'a text',
    DisableExecuteApiEndpoint: 'there is only one address',
    Tags: 'nothing decides by tags of APIs',
  },
  identify: (resource, { url }) => ({ ref: idOf(resource), attributes: { ApiEndpoint: url, ApiId: idOf(resource) } }),
  create({ logicalId, identity, properties }, { apis }) {
    if (properties.ProtocolType !== 'HTTP')
      throw fault(`${logicalId}: local mode runs HTTP APIs, not ${properties.ProtocolType}.`);
    apis.set(identity.ref, { id: identity.ref, name: properties.Name, stage: '$default', routes: [] });
  },
};

export const stage: Kind = {
  type: 'AWS::ApiGatewayV2::Stage',
  models: ['ApiId', 'StageName', 'AutoDeploy'],
  ignores: {
    AccessLogSettings: 'requests are not logged',
    DefaultRouteSettings: 'requests are not throttled',
    Tags: 'nothing decides by tags of stages',
  },
  identify: (resource) => ({ ref: resource.property('StageName'), attributes: {} }),
  create({ properties }, { apis }) {
    apis.get(properties.ApiId)!.stage = properties.StageName;
  },
};

export const integration: Kind = {
  type: 'AWS::ApiGatewayV2::Integration',
  models: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis'],
  ignores: { IntegrationMethod: 'functions are always invoked by POST', Description: 'a text' },
  identify: (resource) => ({ ref: idOf(resource), attributes: {} }),
  create({ logicalId, identity, properties }, { integrations }) {
    const { IntegrationType, PayloadFormatVersion, IntegrationUri, TimeoutInMillis = 30_000 } = properties;
    if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0') {
      throw fault(
        `${logicalId}: local mode runs AWS_PROXY integrations with payload format 2.0, not ${IntegrationType} ${PayloadFormatVersion}.`,
      );
    }
    // The long form of the URI names the function inside: arn:…:path/2015-03-31/functions/ARN/invocations.
    const functionArn = /functions\/(arn:[^/]+)\/invocations$/.exec(IntegrationUri)?.[1] ?? IntegrationUri;
    integrations.set(identity.ref, { functionArn, timeoutMs: Number(TimeoutInMillis) });
  },
};

export const route: Kind = {
  type: 'AWS::ApiGatewayV2::Route',
  models: ['ApiId', 'RouteKey', 'AuthorizationType', 'Target'],
  ignores: { OperationName: 'a name' },
  identify: (resource) => ({ ref: idOf(resource), attributes: {} }),
  create({ logicalId, properties }, { apis, integrations }) {
    const target = integrations.get(properties.Target.split('/').pop());
    const authorization = properties.AuthorizationType ?? 'NONE';
    if (!target) throw fault(`${logicalId}: there is no integration ${properties.Target}.`);
    if (authorization !== 'AWS_IAM' && authorization !== 'NONE')
      throw fault(`${logicalId}: the authorization ${authorization} is not simulated.`);
    apis.get(properties.ApiId)!.routes.push({ key: properties.RouteKey, authorization, ...target });
  },
};
