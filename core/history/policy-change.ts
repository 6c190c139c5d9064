import type { StackPolicyMembers } from '../stack/policy';

/**
 * Describes the change of a policy by its members: `cleanup.enabled: default → true, deprecate_after_days: 90 → never`.
 */
export function policyChangeText(before: StackPolicyMembers, after: StackPolicyMembers): string {
  const [old, fresh] = [textsOf(before), textsOf(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((member) => old.get(member) !== fresh.get(member))
    .sort()
    .map((member) => `${member}: ${old.get(member) ?? 'default'} → ${fresh.get(member) ?? 'default'}`)
    .join(', ');
}

function textOfItem(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const parts = Object.entries(item).flatMap(([key, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).map((each) => `${key}=${each}`),
  );
  return parts.join(',');
}

function textsOf(members: object, path = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(members) as [string, unknown][]) {
    const member = `${path}${name}`;
    if (Array.isArray(value)) texts.set(member, value.map(textOfItem).join(' '));
    else if (typeof value !== 'object') texts.set(member, String(value));
    else if (value === null) texts.set(member, 'never');
    else for (const [key, text] of textsOf(value, `${member}.`)) texts.set(key, text);
  }
  return texts;
}
