/** The version of the product, from the package. */
declare const __VERSION__: string;
