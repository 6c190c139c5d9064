import { createService, type OperationService, type Operations } from '../../kernel/service';
import { AwsError, type Call } from '../../kernel/types';
import { followAgents } from './agents';
import { cancelCommand, getCommandInvocation, listCommandInvocations, listCommands } from './command-queries';
import { describeInstanceInformation } from './instance-information';
import type { SsmRegion, SsmSimulation } from './model';
import { defaultSsmLatencies, type SsmOptions } from './options';
import {
  arnOf,
  deleteParameter,
  getParameter,
  getParameters,
  getParametersByPath,
  initialParameters,
  putParameter,
} from './parameters';
import { addTagsToResource, listTagsForResource } from './parameter-tags';
import { sendCommand } from './send-command';
import { describeSessions, startSession, terminateSession, typeInSession, type TypedLine } from './sessions';

export interface Ssm extends OperationService {
  /** Types a line into an open session; AWS has no call for that. */
  type(region: string, sessionId: string, line: string): Promise<TypedLine>;
  /** A vendor changes a public parameter, such as the newest image of a family. */
  publishParameter(region: string, name: string, value: string): void;
}

/**
 * Systems Manager in all regions: parameters, Run Command on simulated guests, sessions. Times in answers are Dates.
 */
export function createSsm(options: SsmOptions): Ssm {
  const regions = new Map<string, SsmRegion>();
  const simulation: SsmSimulation = {
    world: options.world,
    ec2: options.ec2,
    latencies: { ...defaultSsmLatencies, ...options.latencies },
    authorizeAs: options.authorizeAs,
    decrypt: options.decrypt,
    region(name) {
      const known = regions.get(name);
      if (known) return known;
      const region: SsmRegion = {
        name,
        agents: new Map(),
        commands: new Map(),
        sessions: new Map(),
        parameters: initialParameters(name),
      };
      regions.set(name, region);
      return region;
    },
  };
  followAgents(simulation);
  options.ec2.addReferenceSource((regionName, imageId) => {
    const region = simulation.region(regionName);
    return [...region.parameters.values()]
      .filter((parameter) => !parameter.public && parameter.dataType === 'aws:ec2:image' && parameter.value === imageId)
      .map(({ name }) => ({ ImageId: imageId, ResourceType: 'ssm:Parameter', Arn: arnOf(simulation, region, name) }));
  });
  options.ec2.resolveImagesBy((regionName, name) => simulation.region(regionName).parameters.get(name)?.value);
  const service = createService('ssm', operationsOf(simulation));
  return {
    ...service,
    async call(call) {
      if (!options.ec2.isEnabled(call.region))
        throw new AwsError(
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
          400,
          { region: call.region },
        );
      return service.call(call);
    },
    type: (region, sessionId, line) => typeInSession(simulation, region, sessionId, line),
    publishParameter(regionName, name, value) {
      const { parameters } = simulation.region(regionName);
      const version = (parameters.get(name)?.version ?? 0) + 1;
      parameters.set(name, {
        name,
        value,
        type: 'String',
        dataType: 'aws:ec2:image',
        version,
        changed: options.world.clock.now(),
        public: true,
      });
    },
  };
}

function operationsOf(simulation: SsmSimulation): Operations {
  const operation = (
    parameters: string,
    run: (simulation: SsmSimulation, call: Call) => Record<string, any>,
  ): Operations[string] => ({
    parameters: parameters.split(' '),
    run: (call) => run(simulation, call),
  });
  return {
    GetParameter: operation('Name WithDecryption', getParameter),
    GetParameters: operation('Names WithDecryption', getParameters),
    GetParametersByPath: operation('Path Recursive WithDecryption MaxResults NextToken', getParametersByPath),
    PutParameter: operation('Name Value Type KeyId DataType Description Overwrite Tags', putParameter),
    DeleteParameter: operation('Name', deleteParameter),
    AddTagsToResource: operation('ResourceType ResourceId Tags', addTagsToResource),
    ListTagsForResource: operation('ResourceType ResourceId', listTagsForResource),
    DescribeInstanceInformation: operation(
      'Filters InstanceInformationFilterList MaxResults NextToken',
      describeInstanceInformation,
    ),
    SendCommand: operation(
      'DocumentName InstanceIds Parameters TimeoutSeconds Comment CloudWatchOutputConfig',
      sendCommand,
    ),
    GetCommandInvocation: operation('CommandId InstanceId PluginName', getCommandInvocation),
    ListCommands: operation('CommandId InstanceId Filters MaxResults NextToken', listCommands),
    ListCommandInvocations: operation(
      'CommandId InstanceId Filters Details MaxResults NextToken',
      listCommandInvocations,
    ),
    CancelCommand: operation('CommandId InstanceIds', cancelCommand),
    StartSession: operation('Target Reason', startSession),
    TerminateSession: operation('SessionId', terminateSession),
    DescribeSessions: operation('State MaxResults NextToken', describeSessions),
  };
}
