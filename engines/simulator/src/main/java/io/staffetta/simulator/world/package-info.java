/**
 * A simulated WhatsApp: phones, links and a ledger of what really arrived, kept in files of its own outside the
 * product's database. Knows nothing of campaigns or queues.
 */
@NullMarked
package io.staffetta.simulator.world;

import org.jspecify.annotations.NullMarked;
