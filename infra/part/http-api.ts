import { Aws } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { routes } from '../../core/api/routes';
import { alarmOnServerErrors } from '../event/alarms';
import type { Deployment } from '../setting/deployment';
import type { FunctionName } from '../function/table';
import { Handler } from '../function/lambda';

const logged = [
  'requestId',
  'requestTime',
  'httpMethod',
  'routeKey',
  'status',
  'responseLatency',
  'integrationErrorMessage',
];
const format = JSON.stringify({
  ...Object.fromEntries(logged.map((field) => [field, `$context.${field}`])),
  caller: '$context.identity.userArn',
});

/** The HTTP API: each route of the table invokes its function, and all routes require signed requests. */
export class HttpApi extends Construct {
  readonly apiId: string;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'api');
    const { names, settings } = deployment;
    const api = new CfnApi(this, 'Api', {
      name: `spawn-${names.stage}`,
      protocolType: 'HTTP',
      description: 'Builds, images and instances of spawn',
    });
    this.apiId = api.ref;

    const integrations = new Map<FunctionName, CfnIntegration>();
    for (const name of new Set(routes.map((route) => route.function))) {
      const handler = new Handler(this, name, deployment);
      new CfnPermission(this, `${name}-permission`, {
        action: 'lambda:InvokeFunction',
        functionName: handler.function.ref,
        principal: 'apigateway.amazonaws.com',
        sourceArn: `arn:${Aws.PARTITION}:execute-api:${names.region}:${Aws.ACCOUNT_ID}:${api.ref}/*`,
      });
      const integration = new CfnIntegration(this, `${name}-integration`, {
        apiId: api.ref,
        integrationType: 'AWS_PROXY',
        integrationUri: handler.function.attrArn,
        payloadFormatVersion: '2.0',
      });
      integrations.set(name, integration);
    }
    for (const route of routes) {
      new CfnRoute(this, `${route.method} ${route.path}`, {
        apiId: api.ref,
        routeKey: `${route.method} ${route.path}`,
        authorizationType: 'AWS_IAM',
        target: `integrations/${integrations.get(route.function)?.ref}`,
      });
    }

    const log = new CfnLogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/apis/spawn-${names.stage}`,
      retentionInDays: settings.log_retention_days,
    });
    new CfnStage(this, 'Stage', {
      apiId: api.ref,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.attrArn, format },
      defaultRouteSettings: {
        throttlingRateLimit: settings.api_requests_per_second,
        throttlingBurstLimit: settings.api_requests_per_second * 2,
      },
    });
    new CfnParameter(this, 'Url', { type: 'String', name: names.parameter('api-url'), value: api.attrApiEndpoint });
    alarmOnServerErrors(this, names, api.ref);
  }
}
