/** What Auto Scaling holds in one region. Times in milliseconds. */
export interface AutoScalingRegion {
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

/** A group of no instances: what it would launch is all that it says. */
export interface Group {
  name: string;
  arn: string;
  configurationName?: string;
  template?: TemplateSpecification;
  mixed?: MixedInstancesPolicy;
  tags: { Key: string; Value: string; PropagateAtLaunch: boolean }[];
  maximum: number;
  zones: string[];
  createdAt: number;
}
