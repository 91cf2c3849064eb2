/** The steps of a new campaign, in their order; each has an address of its own. */
export const STEPS = ['who', 'what', 'from', 'when', 'check'] as const;

export type Step = (typeof STEPS)[number];

export function isStep(name: string): name is Step {
  return STEPS.some((step) => step === name);
}

export function stepPath(step: Step, id: string): string {
  return `/campaigns/new/${step}?c=${id}`;
}

/** The step after this one, if there is one. */
export function next(step: Step): Step | undefined {
  return STEPS[STEPS.indexOf(step) + 1];
}
