import { accountOf } from '../../kernel/accounts';
import { uuid } from '../../kernel/random';
import { page, type Operations } from '../../kernel/service';
import type { Call, ConditionContext, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import type { Key } from './keys';

/** Milliseconds, least and most, until a grant counts; usually less than five minutes (KMS developer guide). */
export type GrantDelay = readonly [number, number];

export const usualGrantDelay: GrantDelay = [0, 300_000];

type Find = (call: Call, context?: ConditionContext) => Key;

const known = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
  'CreateGrant',
  'RetireGrant',
  'DescribeKey',
];

/**
 * Returns the operations on grants: what is asked for twice under one name is made once (API reference, CreateGrant).
 */
export function grantOperations(world: World, find: Find, [least, most]: GrantDelay): Operations {
  return {
    CreateGrant: {
      parameters: ['KeyId', 'GranteePrincipal', 'Operations', 'Name'],
      run(call) {
        const {
          GranteePrincipal: principal,
          Operations: operations,
          Name: name,
        } = call.input as { GranteePrincipal: string; Operations: string[]; Name?: string };
        const key = find(call, { 'kms:GrantOperations': operations });
        const wrong = operations.find((operation) => !known.includes(operation));
        if (wrong)
          throw new AwsError(
            'ValidationException',
            `1 validation error detected: Value '${wrong}' at 'operations' is not a grant operation of an encryption key`,
          );
        if (!/^arn:aws:iam::\d{12}:(root|(user|role)\/.+)$/.test(principal))
          throw new AwsError('InvalidArnException', `${principal} is not a principal`);
        if (name !== undefined && !/^[\w:/-]{1,256}$/.test(name))
          throw new AwsError(
            'ValidationException',
            `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint`,
          );
        const same = key.grants.find(
          (grant) =>
            name !== undefined &&
            grant.Name === name &&
            grant.GranteePrincipal === principal &&
            grant.Operations.join() === operations.join(),
        );
        const now = world.clock.now();
        const grant = same ?? {
          GrantId: uuid(world.random),
          KeyId: key.arn,
          ...(name && { Name: name }),
          CreationDate: new Date(now),
          GranteePrincipal: principal,
          Operations: operations,
          IssuingAccount: `arn:aws:iam::${accountOf(call.principal)}:root`,
          effectiveAt: now + least + world.random() * (most - least),
        };
        if (!same) key.grants.push(grant);
        return { GrantId: grant.GrantId, GrantToken: Buffer.from(grant.GrantId).toString('base64') };
      },
    },
    ListGrants: {
      parameters: ['KeyId', 'GranteePrincipal', 'Limit', 'Marker'],
      run(call) {
        const { GranteePrincipal: principal, Limit: limit = 50, Marker: marker } = call.input;
        const found = find(call).grants.filter(
          (grant) => principal === undefined || grant.GranteePrincipal === principal,
        );
        const { items, next } = page(found, limit, marker);
        const shown = items.map(({ effectiveAt, ...grant }) => grant);
        return { Grants: shown, Truncated: next !== undefined, ...(next && { NextMarker: next }) };
      },
    },
    RevokeGrant: {
      parameters: ['KeyId', 'GrantId'],
      run(call) {
        const key = find(call);
        const { GrantId: id } = call.input;
        if (!key.grants.some((grant) => grant.GrantId === id))
          throw new AwsError('NotFoundException', `Grant ${id} is not found for key ${key.arn}`);
        key.grants = key.grants.filter((grant) => grant.GrantId !== id);
        return {};
      },
    },
  };
}
