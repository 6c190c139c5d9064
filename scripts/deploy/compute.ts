import { actionsOf, named, plain, type Need } from './need';

const functions = named('lambda', 'function:spawn-*');
const api = ['arn:aws:apigateway:*::/apis', 'arn:aws:apigateway:*::/apis/*', 'arn:aws:apigateway:*::/tags/*'];
const apiActions = actionsOf('apigateway', 'DELETE GET PATCH POST PUT');

/** Functions, the API, state machines, schedules and rules. */
export const compute: Readonly<Record<string, Need>> = {
  'AWS::Lambda::Function': {
    actions: actionsOf(
      'lambda',
      'CreateFunction DeleteFunction GetFunction GetFunctionCodeSigningConfig GetFunctionRecursionConfig GetRuntimeManagementConfig ListTags TagResource UntagResource UpdateFunctionCode UpdateFunctionConfiguration',
    ),
    properties: plain(
      'Architectures',
      'Code',
      'Description',
      'Environment',
      'FunctionName',
      'Handler',
      'LoggingConfig',
      'MemorySize',
      'Role',
      'Runtime',
      'Timeout',
      'TracingConfig',
    ),
    on: functions,
    name: 'FunctionName',
  },
  'AWS::Lambda::EventInvokeConfig': {
    actions: actionsOf(
      'lambda',
      'DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig',
    ),
    properties: plain(
      'DestinationConfig',
      'FunctionName',
      'MaximumEventAgeInSeconds',
      'MaximumRetryAttempts',
      'Qualifier',
    ),
    on: functions,
  },
  'AWS::Lambda::Permission': {
    actions: actionsOf('lambda', 'AddPermission GetPolicy RemovePermission'),
    properties: plain('Action', 'FunctionName', 'Principal', 'SourceArn'),
    on: functions,
  },
  'AWS::ApiGatewayV2::Api': { actions: apiActions, properties: plain('Description', 'Name', 'ProtocolType'), on: api },
  'AWS::ApiGatewayV2::Integration': {
    actions: apiActions,
    properties: plain('ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion'),
    on: api,
  },
  'AWS::ApiGatewayV2::Route': {
    actions: apiActions,
    properties: plain('ApiId', 'AuthorizationType', 'RouteKey', 'Target'),
    on: api,
  },
  'AWS::ApiGatewayV2::Stage': {
    actions: apiActions,
    properties: plain('AccessLogSettings', 'ApiId', 'AutoDeploy', 'DefaultRouteSettings', 'StageName'),
    on: api,
  },
  'AWS::StepFunctions::StateMachine': {
    actions: actionsOf(
      'states',
      'CreateStateMachine DeleteStateMachine DescribeStateMachine ListTagsForResource TagResource UntagResource UpdateStateMachine',
    ),
    properties: plain(
      'DefinitionString',
      'DefinitionSubstitutions',
      'LoggingConfiguration',
      'RoleArn',
      'StateMachineName',
      'StateMachineType',
      'TracingConfiguration',
    ),
    on: named('states', 'stateMachine:spawn-*'),
    name: 'StateMachineName',
  },
  'AWS::Scheduler::Schedule': {
    actions: actionsOf('scheduler', 'CreateSchedule DeleteSchedule GetSchedule UpdateSchedule'),
    properties: plain(
      'Description',
      'FlexibleTimeWindow',
      'Name',
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'State',
      'Target',
    ),
    on: named('scheduler', 'schedule/*/spawn-*', 'schedule/spawn-*/*'),
    name: 'Name',
  },
  'AWS::Scheduler::ScheduleGroup': {
    actions: actionsOf(
      'scheduler',
      'CreateScheduleGroup DeleteSchedule DeleteScheduleGroup GetScheduleGroup ListTagsForResource TagResource UntagResource',
    ),
    properties: plain('Name'),
    on: named('scheduler', 'schedule-group/spawn-*', 'schedule/spawn-*/*'),
    name: 'Name',
  },
  'AWS::Events::Rule': {
    actions: actionsOf(
      'events',
      'DeleteRule DescribeRule ListTargetsByRule PutRule PutTargets RemoveTargets TagResource UntagResource',
    ),
    properties: plain('Description', 'EventPattern', 'Name', 'Targets'),
    on: named('events', 'rule/spawn-*'),
    name: 'Name',
  },
  'AWS::Events::ApiDestination': {
    actions: actionsOf(
      'events',
      'CreateApiDestination DeleteApiDestination DescribeApiDestination UpdateApiDestination',
    ),
    properties: plain(
      'ConnectionArn',
      'Description',
      'HttpMethod',
      'InvocationEndpoint',
      'InvocationRateLimitPerSecond',
      'Name',
    ),
    on: named('events', 'api-destination/spawn-*', 'connection/spawn-*'),
    name: 'Name',
  },
  'AWS::Events::Connection': {
    actions: actionsOf('events', 'CreateConnection DeleteConnection DescribeConnection UpdateConnection'),
    properties: plain('AuthParameters', 'AuthorizationType', 'Description', 'Name'),
    on: named('events', 'api-destination/spawn-*', 'connection/spawn-*'),
    name: 'Name',
  },
};
