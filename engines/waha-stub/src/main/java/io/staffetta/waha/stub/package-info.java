/**
 * A WAHA of our own for tests: a process of its own that keeps sessions, answers like WAHA, misbehaves on demand, and
 * writes every message that it took to an append-only file before it answers. It reaches nobody.
 */
@NullMarked
package io.staffetta.waha.stub;

import org.jspecify.annotations.NullMarked;
