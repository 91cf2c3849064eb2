/**
 * What becomes of a message at each turn of its way: may it go, and what follows from an outcome, a receipt, a crash or
 * evidence. Pure decisions over facts; who reads the facts and writes the result lives elsewhere.
 */
@NullMarked
package io.staffetta.core.delivery;

import org.jspecify.annotations.NullMarked;
