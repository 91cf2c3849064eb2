/**
 * The life of a message: its states, the one table of moves between them, and the reasons it waits or ended. What stores or sends a message lives elsewhere.
 */
@NullMarked
package io.staffetta.core.message;

import org.jspecify.annotations.NullMarked;
