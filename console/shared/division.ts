/** What sums of dollars are divided by. */
export const divisions = ['stack', 'region'] as const;
export type Division = (typeof divisions)[number];
