/**
 * The states of an instance refresh that goes on. All others are ends (API reference of Auto Scaling, InstanceRefresh).
 */
export const activeRefreshes: readonly string[] = [
  'Pending',
  'InProgress',
  'Cancelling',
  'RollbackInProgress',
  'Baking',
];
