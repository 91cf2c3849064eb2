export interface Import {
  importId: number;
  state: string;
  fileName: string | null;
  charset: string | null;
  delimiter: string | null;
  columns: string[];
  phoneColumn: string;
  /** In whose way its numbers were read. */
  country: string;
  accepted: number;
  rejected: number;
  rejectedKept: number;
  errors: RefusedRow[];
  errorsByCode: Record<string, number>;
  /** The refused rows by what is said of them. */
  groups: { code: string; detail: string | null; repair: string | null; count: number }[];
  /** Those that were taken, with something to be said of their numbers. */
  remarks: { remark: Remark; country: string | null; count: number }[];
  rejectedCsv: string | null;
}

export interface RefusedRow {
  row: number;
  code: string;
  /** What is wrong with a number, or what is missing. */
  detail: string | null;
  message: string;
  phone: string;
  /** By whose numbers it was measured. */
  country: string | null;
  /** Those that stand in the cell, where they are several. */
  numbers: string[];
  /** What the number may have been meant to be. */
  proposal: { repair: string; phone: string } | null;
  /** The row of which it is a duplicate. */
  sameAs: { importId: number; row: number } | null;
}

/** What is to be said of a number that was taken. */
export type Remark = 'country_inferred' | 'confirmed' | 'spreadsheet' | 'repaired' | 'mended' | 'landline';

/** Somebody in a campaign of whose number something is to be said. */
export interface Remarked {
  row: number;
  phone: string;
  remark: Remark;
  country: string | null;
}

/** How a file would be read, at its first rows. */
export interface FirstLook {
  format: string;
  charset: string | null;
  delimiter: string | null;
  headed: boolean;
  country: string;
  columns: string[];
  phoneColumn: string | null;
  rows: {
    row: number;
    cells: string[];
    phone: string | null;
    code: string | null;
    detail: string | null;
    country: string | null;
    proposal: string | null;
  }[];
  /** Some cells that were read wrongly once, and what they would be if repaired. */
  garbled: { row: number; column: string; written: string; repaired: string }[];
  /** When the same file was read before. */
  earlier: { campaignId: string; campaign: string; importId: number; accepted: number; at: string }[];
}

/** An import as lists tell of it. */
export interface PastImport {
  importId: number;
  state: string;
  fileName: string | null;
  accepted: number;
  rejected: number;
  rejectedCsv: string | null;
  error: string | null;
  createdAt: string;
}
