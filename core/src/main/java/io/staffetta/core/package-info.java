/** The rules of the product. Nothing here does I/O, reads a clock or rolls dice. */
@NullMarked
package io.staffetta.core;

import org.jspecify.annotations.NullMarked;
