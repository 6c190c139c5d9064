import { anywhere, type Granting } from './grant';

/**
 * Finds out what uses images. DescribeImageReferences looks at templates, parameters and recipes with the rights of whoever calls it
 * (EC2 user guide, "Identify your resources referencing specified AMIs"), so that these go along.
 */
export const readImageUse: Granting = () => [
  {
    actions: [
      'ec2:DescribeImageReferences', 'ec2:DescribeInstances', 'ec2:DescribeLaunchTemplates', 'ec2:DescribeLaunchTemplateVersions', 'ssm:DescribeParameters',
      'imagebuilder:ListImageRecipes', 'imagebuilder:ListContainerRecipes',
      'autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeLaunchConfigurations',
    ],
    resources: ['*'],
  },
  { actions: ['ssm:GetParameters'], resources: [anywhere('ssm', 'parameter/*')] },
  { actions: ['imagebuilder:GetContainerRecipe'], resources: [anywhere('imagebuilder', 'container-recipe/*')] },
];
