/** A page of what the API answers. All types here are as far as the dashboard reads them; a test compares them with the API's own document. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
