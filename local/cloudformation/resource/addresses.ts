import { nameOf } from '../assembly/resource';
import type { Kind } from './site';

const suffix = '01234567-89ab-4cde-8f01-23456789abcd';

export const connection: Kind = {
  type: 'AWS::Events::Connection',
  resolvesSecrets: true,
  models: ['Name', 'AuthorizationType', 'AuthParameters.ApiKeyAuthParameters'],
  ignores: { Description: 'a text' },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'Name');
    const arn = `arn:aws:events:${region}:${accountId}:connection/${name}/${suffix}`;
    return { ref: name, attributes: { Arn: arn } };
  },
  async create({ identity, properties }, site) {
    if (properties.AuthorizationType !== 'API_KEY')
      throw Object.assign(new Error(`Connections with ${properties.AuthorizationType} are not simulated.`), {
        name: 'UnsupportedTemplate',
      });
    const { ApiKeyName: name, ApiKeyValue } = properties.AuthParameters.ApiKeyAuthParameters;
    site.apiDestinations.connect(identity.attributes.Arn!, { name, value: await site.resolveSecrets(ApiKeyValue) });
  },
};

export const apiDestination: Kind = {
  type: 'AWS::Events::ApiDestination',
  resolvesSecrets: true,
  models: ['Name', 'ConnectionArn', 'HttpMethod', 'InvocationEndpoint'],
  ignores: { Description: 'a text', InvocationRateLimitPerSecond: 'nothing is delayed' },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'Name');
    const arn = `arn:aws:events:${region}:${accountId}:api-destination/${name}/${suffix}`;
    return { ref: name, attributes: { Arn: arn } };
  },
  async create({ identity, properties }, site) {
    const endpoint = await site.resolveSecrets(properties.InvocationEndpoint);
    if (!/^https:\/\//.test(endpoint))
      throw Object.assign(new Error(`The address of ${identity.ref} does not begin with https://, as AWS demands.`), {
        name: 'UnsupportedTemplate',
      });
    site.apiDestinations.define({
      name: identity.ref,
      arn: identity.attributes.Arn!,
      method: properties.HttpMethod,
      endpoint,
      connectionArn: properties.ConnectionArn,
    });
  },
};
