/** What to do when an agent was refused: it sleeps longer than anybody waits (aws/amazon-ssm-agent#544). */
export const refusedAgentAdvice =
  'An agent that was denied tries again only after 25 to 30 minutes: after a change of the profile or its policies, start again.';
