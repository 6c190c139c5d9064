import { uuid } from '../random';
import { page, type Operations } from '../service';
import type { Call, ConditionContext, World } from '../types';
import { AwsError } from '../types';
import type { Key } from './keys';

/** Who may use a key besides what its policy says. The simulation has no other accounts, so that grants are kept and told, and nobody uses them. */
export interface Grant {
  GrantId: string;
  KeyId: string;
  Name?: string;
  CreationDate: Date;
  GranteePrincipal: string;
  Operations: string[];
  IssuingAccount: string;
}

type Find = (call: Call, context?: ConditionContext) => Key;

const known = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'CreateGrant', 'RetireGrant', 'DescribeKey'];

/** The operations on grants: what is asked for twice under one name is made once (API reference, CreateGrant). */
export function grantOperations(world: World, find: Find): Operations {
  const grants = new Map<string, Grant[]>();
  const of = (key: Key): Grant[] => grants.get(key.arn) ?? [];
  return {
    CreateGrant: {
      parameters: ['KeyId', 'GranteePrincipal', 'Operations', 'Name'],
      run(call) {
        const { GranteePrincipal: principal, Operations: operations, Name: name } = call.input as { GranteePrincipal: string; Operations: string[]; Name?: string };
        const key = find(call, { 'kms:GrantOperations': operations });
        const wrong = operations.find((operation) => !known.includes(operation));
        if (wrong) throw new AwsError('ValidationException', `1 validation error detected: Value '${wrong}' at 'operations' is not a grant operation of an encryption key`);
        if (!/^arn:aws:iam::\d{12}:(root|(user|role)\/.+)$/.test(principal)) throw new AwsError('InvalidArnException', `${principal} is not a principal`);
        if (name !== undefined && !/^[\w:/-]{1,256}$/.test(name)) throw new AwsError('ValidationException', `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint`);
        const same = of(key).find((grant) => name !== undefined && grant.Name === name && grant.GranteePrincipal === principal && grant.Operations.join() === operations.join());
        const grant = same ?? { GrantId: uuid(world.random), KeyId: key.arn, ...(name && { Name: name }), CreationDate: new Date(world.clock.now()), GranteePrincipal: principal, Operations: operations, IssuingAccount: `arn:aws:iam::${world.accountId}:root` };
        if (!same) grants.set(key.arn, [...of(key), grant]);
        return { GrantId: grant.GrantId, GrantToken: Buffer.from(grant.GrantId).toString('base64') };
      },
    },
    ListGrants: {
      parameters: ['KeyId', 'GranteePrincipal', 'Limit', 'Marker'],
      run(call) {
        const { GranteePrincipal: principal, Limit: limit = 50, Marker: marker } = call.input;
        const found = of(find(call)).filter((grant) => principal === undefined || grant.GranteePrincipal === principal);
        const { items, next } = page(found, limit, marker);
        return { Grants: items, Truncated: next !== undefined, ...(next && { NextMarker: next }) };
      },
    },
    RevokeGrant: {
      parameters: ['KeyId', 'GrantId'],
      run(call) {
        const key = find(call);
        const { GrantId: id } = call.input;
        if (!of(key).some((grant) => grant.GrantId === id)) throw new AwsError('NotFoundException', `Grant ${id} is not found for key ${key.arn}`);
        grants.set(key.arn, of(key).filter((grant) => grant.GrantId !== id));
        return {};
      },
    },
  };
}
