/** The time that one launch saves and the cost of the image, in minutes and US dollars. */
export interface BreakEvenQuestion {
  /** Of the image or images, a month. */
  monthly_usd: number;
  /** "Time saved per launch: 10 minutes". */
  minutes_saved: number;
  /** "Value of time: $60/hour". */
  hourly_value_usd: number;
}

/**
 * Returns the number of launches a month from which an image pays for itself: its monthly cost divided by the value of
 * the time that a launch saves. `value_per_launch_usd` is "$60/hour = $10 per 10 minutes". Returns Infinity when a
 * launch saves nothing.
 */
export function breakEven({ monthly_usd, minutes_saved, hourly_value_usd }: BreakEvenQuestion): {
  value_per_launch_usd: number;
  launches_per_month: number;
} {
  const value = (minutes_saved / 60) * hourly_value_usd;
  return { value_per_launch_usd: value, launches_per_month: value > 0 ? monthly_usd / value : Infinity };
}
