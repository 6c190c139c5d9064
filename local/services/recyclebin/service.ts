import { hex } from '../../kernel/random';
import { createService, type OperationService } from '../../kernel/service';
import { AwsError, type Call, type World } from '../../kernel/types';

const resourceTypes = ['EBS_SNAPSHOT', 'EC2_IMAGE'] as const;
export type RetainedType = (typeof resourceTypes)[number];
type Tags = ReadonlyMap<string, string>;

interface TagRule {
  ResourceTagKey: string;
  ResourceTagValue?: string;
}

interface RetentionRule {
  identifier: string;
  description: string;
  type: RetainedType;
  days: number;
  tags: TagRule[];
  excluded: TagRule[];
  activeAt: number;
}

export interface RecycleBin extends OperationService {
  /** How many days a resource with these tags is retained when it is deleted; undefined when no rule matches it. */
  daysFor(region: string, type: RetainedType, tags: Tags): number | undefined;
}

// The first rule can take that long until it retains something; later ones take almost no time (user guide,
// "Considerations for Recycle Bin").
const firstRuleMinutes = 30;
const mostDays = 365;

/**
 * Creates the retention rules of the Recycle Bin. A rule with tags retains what has one of them, a rule without retains
 * everything but what it excludes; of several that match, the longest period counts (user guide, "Recycle Bin").
 */
export function createRecycleBin(world: World): RecycleBin {
  const regions = new Map<string, RetentionRule[]>();
  const rulesOf = (region: string): RetentionRule[] => regions.get(region) ?? [];
  const service = createService('rbin', {
    CreateRule: {
      parameters: ['RetentionPeriod', 'ResourceType', 'Description', 'ResourceTags', 'ExcludeResourceTags'],
      run: (call) => {
        call.authorize('rbin:CreateRule', ruleArn(world, call.region, '*'));
        const rule = ruleOf(world, call, rulesOf(call.region).length === 0);
        regions.set(call.region, [...rulesOf(call.region), rule]);
        return described(rule);
      },
    },
    ListRules: {
      parameters: ['ResourceType', 'MaxResults'],
      run: (call) => {
        call.authorize('rbin:ListRules', '*', { 'rbin:Request/ResourceType': call.input.ResourceType });
        const type = typeIn(call.input);
        return {
          Rules: rulesOf(call.region)
            .filter((rule) => rule.type === type)
            .map(described),
        };
      },
    },
    DeleteRule: {
      parameters: ['Identifier'],
      run: (call) => {
        const id: string = call.input.Identifier;
        call.authorize('rbin:DeleteRule', ruleArn(world, call.region, id));
        const left = rulesOf(call.region).filter(({ identifier }) => identifier !== id);
        if (left.length === rulesOf(call.region).length)
          throw new AwsError('ResourceNotFoundException', `Rule ${id} was not found.`, 404);
        regions.set(call.region, left);
        return {};
      },
    },
  });
  return {
    ...service,
    daysFor(region, type, tags) {
      const has = ({ ResourceTagKey: key, ResourceTagValue: value }: TagRule): boolean =>
        tags.has(key) && (value === undefined || tags.get(key) === value);
      const days = rulesOf(region)
        .filter((rule) => rule.type === type && rule.activeAt <= world.clock.now())
        .filter((rule) => (rule.tags.length > 0 ? rule.tags.some(has) : !rule.excluded.some(has)))
        .map((rule) => rule.days);
      return days.length > 0 ? Math.max(...days) : undefined;
    },
  };
}

function ruleOf(world: World, { input }: Call, isFirst: boolean): RetentionRule {
  const { RetentionPeriodValue: days, RetentionPeriodUnit: unit } = input.RetentionPeriod ?? {};
  if (unit !== 'DAYS' || !Number.isInteger(days) || days < 1 || days > mostDays)
    throw new AwsError('ValidationException', `The retention period must be 1 to ${mostDays} DAYS.`);
  const [tags, excluded] = [input.ResourceTags ?? [], input.ExcludeResourceTags ?? []];
  if (tags.length > 0 && excluded.length > 0)
    throw new AwsError('ValidationException', 'Exclusion tags are for Region-level retention rules only.');
  return {
    identifier: hex(world.random, 11),
    description: input.Description ?? '',
    type: typeIn(input),
    days,
    tags,
    excluded,
    activeAt: world.clock.now() + (isFirst ? firstRuleMinutes * 60_000 : 0),
  };
}

function typeIn({ ResourceType: type }: Record<string, any>): RetainedType {
  if (resourceTypes.includes(type)) return type;
  throw type === 'EBS_VOLUME'
    ? new AwsError('UnsupportedParameter', 'rbin ResourceType EBS_VOLUME is not simulated.')
    : new AwsError('ValidationException', `The resource type ${type} is not valid.`);
}

function described({ identifier, description, days }: RetentionRule): Record<string, any> {
  return {
    Identifier: identifier,
    Description: description,
    RetentionPeriod: { RetentionPeriodValue: days, RetentionPeriodUnit: 'DAYS' },
    LockState: 'unlocked',
  };
}

function ruleArn(world: World, region: string, id: string): string {
  return `arn:aws:rbin:${region}:${world.accountId}:rule/${id}`;
}
