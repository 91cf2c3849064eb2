export interface Forecast {
  people: number;
  messages: number;
  startsAt: string;
  finishes: { numbers: number; at: string | null; days: number | null }[];
}

export interface Preflight {
  ready: boolean;
  problems: { code: string; message: string }[];
}

/** A text put right, or null if there was nothing to put right. */
export interface RepairedText {
  repaired: string | null;
}

/** Who of a campaign's people was written to not long ago. */
export interface RecentlyContacted {
  count: number;
  people: { importId: number; row: number; phone: string; at: string; campaign: string | null }[];
}

/** The recipients worth looking at, as rows of the preview. */
export interface NotableRows {
  looked: number;
  longest: number | null;
  shortest: number | null;
  missing: number | null;
  missingCount: number;
}

export interface Preview {
  row: number;
  phone: string;
  /** The same with spaces. */
  international: string;
  text: string | null;
  error: string | null;
  variables: Record<string, string>;
  steps: { step: number; text: string | null; error: string | null }[];
  wordings: { text: string | null; error: string | null; own: boolean }[];
}

/** What another text would say to somebody whose turn has not come. */
export interface Trial {
  /** To how many it would go; 10,000 stands for more as well. */
  waiting: number;
  /** To ask for the next person. */
  message: number | null;
  phone: string | null;
  /** The same with spaces. */
  international: string | null;
  text: string | null;
  error: string | null;
}
