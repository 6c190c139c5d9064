import type { Operations } from '../../../kernel/service';
import type { Execution } from '../run/execution';
import type { Executions } from './executions';
import { historyEvents } from './history-events';
import type { Machines } from './machines';
import { invalidMember, optional, required } from './members';
import { page } from './pages';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
const LONGEST_ERROR = 256;
const LONGEST_CAUSE = 32_768;

/** Returns the operations on executions. */
export function executionOperations(executions: Executions, machines: Machines): Operations {
  return {
    StartExecution: {
      parameters: ['stateMachineArn', 'name', 'input'],
      run: (call) => {
        const machineArn = required(call, 'stateMachineArn');
        call.authorize('states:StartExecution', machineArn);
        const execution = executions.start(machineArn, optional(call, 'name'), optional(call, 'input'));
        return { executionArn: execution.arn, startDate: new Date(execution.startDate) };
      },
    },
    DescribeExecution: {
      parameters: ['executionArn'],
      run: (call) => {
        const arn = required(call, 'executionArn');
        call.authorize('states:DescribeExecution', arn);
        return described(executions.get(arn));
      },
    },
    StopExecution: {
      parameters: ['executionArn', 'error', 'cause'],
      run: (call) => {
        const arn = required(call, 'executionArn');
        call.authorize('states:StopExecution', arn);
        const execution = executions.get(arn);
        execution.stop(optional(call, 'error', LONGEST_ERROR), optional(call, 'cause', LONGEST_CAUSE));
        return { stopDate: date(execution.stopDate) };
      },
    },
    ListExecutions: {
      parameters: ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'],
      run: (call) => {
        const machineArn = required(call, 'stateMachineArn');
        call.authorize('states:ListExecutions', machineArn);
        machines.get(machineArn);
        const status = optional(call, 'statusFilter');
        if (status !== undefined && !STATUSES.includes(status))
          throw invalidMember(call, 'statusFilter', `must be one of ${STATUSES.join(', ')}`);
        const { items, ...more } = page(
          call,
          executions.of(machineArn).filter((execution) => status === undefined || execution.status === status),
        );
        return { executions: items.map(listed), ...more };
      },
    },
    GetExecutionHistory: {
      parameters: ['executionArn', 'maxResults', 'nextToken', 'reverseOrder', 'includeExecutionData'],
      run: (call) => {
        const arn = required(call, 'executionArn');
        call.authorize('states:GetExecutionHistory', arn);
        const { events } = executions.get(arn).history;
        const { items, ...more } = page(call, call.input.reverseOrder === true ? [...events].reverse() : events);
        return { events: historyEvents(items, call.input.includeExecutionData !== false), ...more };
      },
    },
  };
}

function listed(execution: Execution) {
  const { arn, machine, name, status, startDate, stopDate } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: date(startDate),
    stopDate: date(stopDate),
    redriveCount: 0,
  };
}

function described(execution: Execution) {
  const { input, output, error, cause } = execution;
  const outcome = { output, outputDetails: output === undefined ? undefined : { included: true }, error, cause };
  return { ...listed(execution), input, inputDetails: { included: true }, ...outcome };
}

function date(milliseconds: number | undefined): Date | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds);
}
