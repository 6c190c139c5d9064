import type { BusEvent } from '../../../kernel/types';
import type { Execution } from '../run/execution';

/**
 * EventBridge takes no more: "if the combined escaped input and escaped output is greater than 248 KiB, then the input
 * will be excluded".
 */
const LARGEST_DATA = 248 * 1024;

/** Returns the event `Step Functions Execution Status Change` of an execution as it is now; times in milliseconds. */
export function statusEvent(execution: Execution): BusEvent {
  const sizes = {
    input: Buffer.byteLength(JSON.stringify(execution.input)),
    output: execution.output === undefined ? 0 : Buffer.byteLength(JSON.stringify(execution.output)),
  };
  const inputFits = sizes.input + sizes.output <= LARGEST_DATA;
  const outputFits = inputFits || sizes.output <= LARGEST_DATA;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    region: execution.machine.region,
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machine.arn,
      name: execution.name,
      status: execution.status,
      startDate: execution.startDate,
      stopDate: execution.stopDate ?? null,
      input: inputFits ? execution.input : null,
      output: outputFits ? (execution.output ?? null) : null,
      inputDetails: { included: inputFits },
      outputDetails: execution.output === undefined ? null : { included: outputFits },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
    },
  };
}
