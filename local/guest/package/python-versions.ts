const numbers = (version: string) => version.replace(/\+.*$/, '').split('.').map(Number);

/** Compares versions by their numbers; a local label such as +cpu does not count. */
function compareVersions(left: string, right: string): number {
  const [one, other] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Returns whether a version satisfies a specifier of pip, such as `>=2.0,<3`. */
export function satisfies(version: string, specifier: string): boolean {
  return specifier
    .split(',')
    .filter((one) => one.trim() !== '')
    .every((one) => {
      const [, operator = '==', wanted = ''] = /^\s*(===?|~=|!=|>=|<=|>|<)\s*(\S+)\s*$/.exec(one) ?? [];
      const order = compareVersions(version, wanted.replace(/\.\*$/, ''));
      if (operator === '==' || operator === '===')
        return wanted.endsWith('.*')
          ? `${version}.`.startsWith(wanted.slice(0, -1))
          : order === 0 && (!wanted.includes('+') || version === wanted);
      if (operator === '!=') return order !== 0;
      if (operator === '~=')
        return (
          order >= 0 &&
          numbers(version)[0] === numbers(wanted)[0] &&
          (numbers(wanted).length < 3 || numbers(version)[1] === numbers(wanted)[1])
        );
      return operator === '>=' ? order >= 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order < 0;
    });
}
