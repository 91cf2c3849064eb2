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

const VISITED = 'staffetta.visited.';

/** The steps of a draft that were looked at in this tab, with the one that is looked at now. */
export function visitedSteps(id: string, now: Step): ReadonlySet<string> {
  const before = sessionStorage.getItem(VISITED + id)?.split(' ') ?? [];
  const visited = new Set([...before, now]);
  sessionStorage.setItem(VISITED + id, [...visited].join(' '));
  return visited;
}
