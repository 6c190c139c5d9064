import { createService, page, type OperationService } from '../../kernel/service';
import { AwsError, type ConditionContext, type World } from '../../kernel/types';
import { decide, type Decision } from './evaluate';
import { roleOperations } from './role-operations';
import type { Roles } from './roles';

const WORDS: Record<Decision, string> = {
  allowed: 'allowed',
  'explicit-deny': 'explicitDeny',
  'implicit-deny': 'implicitDeny',
};

const SPOT_ROLE = 'AWSServiceRoleForEC2Spot';
const SPOT_TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'spot.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

interface Entry {
  ContextKeyName: string;
  ContextKeyValues: string[];
  ContextKeyType: string;
}

/**
 * Creates IAM: it returns roles, and simulates the policies of a role of the templates by the evaluation that decides
 * its calls.
 */
export function createIam(world: World, roles: Roles, hasSpotRole = true): OperationService {
  return createService('iam', {
    ...roleOperations(world, roles),
    GetRole: {
      parameters: ['RoleName'],
      run(call) {
        const name = String(call.input.RoleName);
        const path = name === SPOT_ROLE ? '/aws-service-role/spot.amazonaws.com/' : '/';
        const arn = `arn:aws:iam::${world.accountId}:role${path}${name}`;
        call.authorize('iam:GetRole', arn);
        if (name === SPOT_ROLE ? !hasSpotRole : !world.role(name))
          throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
        return {
          Role: {
            Path: path,
            RoleName: name,
            RoleId: 'AROAEXAMPLE',
            Arn: arn,
            CreateDate: new Date(world.clock.now()),
            AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(roles.find(name)?.trust ?? SPOT_TRUST)),
          },
        };
      },
    },
    SimulatePrincipalPolicy: {
      parameters: ['PolicySourceArn', 'ActionNames', 'ResourceArns', 'ContextEntries', 'MaxItems', 'Marker'],
      run(call) {
        const {
          PolicySourceArn: source,
          ActionNames: actions,
          ResourceArns: resources = ['*'],
          ContextEntries: entries = [],
          MaxItems: size = 100,
          Marker,
        } = call.input;
        call.authorize('iam:SimulatePrincipalPolicy', source);
        const [, name] = /^arn:aws:iam::\d{12}:role\/(.+)$/.exec(source) ?? [];
        if (name === undefined)
          throw new AwsError(
            'UnsupportedParameter',
            `iam SimulatePrincipalPolicy for ${source} is not simulated: name a role.`,
          );
        const role = world.role(name);
        if (!role) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
        const context = contextOf(entries);
        const pairs = (actions as string[]).flatMap((action) =>
          (resources as string[]).map((resource) => ({ action, resource })),
        );
        const { items, next } = page(pairs, size, Marker);
        const results = items.map((pair) => ({
          EvalActionName: pair.action,
          EvalResourceName: pair.resource,
          EvalDecision: WORDS[decide(role.policies, { ...pair, context })],
          MatchedStatements: [],
          MissingContextValues: [],
        }));
        return { EvaluationResults: results, IsTruncated: next !== undefined, Marker: next };
      },
    },
  });
}

function contextOf(entries: readonly Entry[]): ConditionContext {
  return Object.fromEntries(
    entries.map(({ ContextKeyName, ContextKeyValues, ContextKeyType }) => [
      ContextKeyName,
      ContextKeyType.endsWith('List') ? ContextKeyValues : ContextKeyValues[0],
    ]),
  );
}
