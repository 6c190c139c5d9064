import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HttpApi } from '../part/http-api';
import type { Deployment } from '../setting/deployment';
import { Policies } from '../role/policies';

/** The stack of the HTTP API with its functions, and the policies of its callers. */
export class ApiStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, properties: StackProps) {
    super(scope, deployment.names.prefixed('api'), properties);
    const api = new HttpApi(this, deployment);
    new Policies(this, deployment, api.apiId);
  }
}
