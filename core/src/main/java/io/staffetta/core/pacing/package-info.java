/**
 * When a message may go: limits, human rhythm, hours, and how long a queue will take. Pure functions of the time they
 * are given.
 */
@NullMarked
package io.staffetta.core.pacing;

import org.jspecify.annotations.NullMarked;
