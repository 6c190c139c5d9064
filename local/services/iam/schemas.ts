import {
  AddRoleToInstanceProfile$,
  AttachRolePolicy$,
  CreateInstanceProfile$,
  CreateRole$,
  GetInstanceProfile$,
  GetRole$,
  ListInstanceProfiles$,
  PutRolePolicy$,
  SimulatePrincipalPolicy$,
} from '@aws-sdk/client-iam';

export const iamNamespace = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** The SDK's runtime schemas of the operations that are simulated. */
export const iamSchemas = {
  AddRoleToInstanceProfile: AddRoleToInstanceProfile$,
  AttachRolePolicy: AttachRolePolicy$,
  CreateInstanceProfile: CreateInstanceProfile$,
  CreateRole: CreateRole$,
  GetInstanceProfile: GetInstanceProfile$,
  GetRole: GetRole$,
  ListInstanceProfiles: ListInstanceProfiles$,
  PutRolePolicy: PutRolePolicy$,
  SimulatePrincipalPolicy: SimulatePrincipalPolicy$,
};
