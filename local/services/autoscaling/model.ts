/** What Auto Scaling holds in one region. Times in milliseconds. */
export interface AutoScalingRegion {
  name: string;
  groups: Map<string, Group>;
  configurations: Map<string, Configuration>;
}

export interface Configuration {
  name: string;
  arn: string;
  imageId: string;
  instanceType: string;
  createdAt: number;
}

/** A launch template as a group names it, by id or by name. */
export interface TemplateSpecification {
  LaunchTemplateId?: string;
  LaunchTemplateName?: string;
  Version?: string;
}

export interface MixedInstancesPolicy {
  LaunchTemplate?: {
    LaunchTemplateSpecification?: TemplateSpecification;
    Overrides?: { InstanceType?: string; LaunchTemplateSpecification?: TemplateSpecification; ImageId?: string }[];
  };
}

/** An instance of a group, with the version of the template that it was launched from. */
export interface GroupInstance {
  id: string;
  type: string;
  zone: string;
  state: 'Pending' | 'InService';
  template?: TemplateSpecification;
}

/** A replacement of all instances of a group. */
export interface Refresh {
  id: string;
  status: 'Pending' | 'InProgress' | 'Successful' | 'Failed' | 'Cancelling' | 'Cancelled';
  reason?: string;
  /** Percentage of the group that stays healthy. */
  minimum: number;
  percentage: number;
  left: number;
  startedAt: number;
  endedAt?: number;
}

/** A group with its instances. It keeps as many as are desired; it does not look at their health later. */
export interface Group {
  name: string;
  arn: string;
  configurationName?: string;
  template?: TemplateSpecification;
  mixed?: MixedInstancesPolicy;
  tags: { Key: string; Value: string; PropagateAtLaunch: boolean }[];
  minimum: number;
  maximum: number;
  desired: number;
  instances: GroupInstance[];
  /** Number of launches so far, for the next zone. */
  launched: number;
  /** Whether something launches instances for it now. */
  filling: boolean;
  /** Newest first. */
  refreshes: Refresh[];
  zones: string[];
  createdAt: number;
}
