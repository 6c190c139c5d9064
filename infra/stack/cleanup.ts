import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import { Handler } from '../function/lambda';
import { functionNames, functions } from '../function/table';
import { machineLog, StateMachine } from '../part/state-machines';

/**
 * The stack that removes published images: the cleanup state machine and its steps. Only these functions may do it, so
 * they have their own stack.
 */
export class CleanupStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, properties: StackProps) {
    super(scope, deployment.names.prefixed('cleanup'), properties);
    for (const name of functionNames.filter((each) => functions[each].folder === 'cleanup'))
      new Handler(this, name, deployment);
    new StateMachine(this, 'cleanup', deployment, machineLog(this, 'cleanup', deployment));
  }
}
