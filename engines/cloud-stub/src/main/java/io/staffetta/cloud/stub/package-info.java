/**
 * A stand-in for Meta's Cloud API, as a process of its own: it answers as it is told to, keeps a ledger of what it took,
 * and calls webhooks. For tests only; nothing of the product depends on it.
 */
@NullMarked
package io.staffetta.cloud.stub;

import org.jspecify.annotations.NullMarked;
