/** A simulated WhatsApp: phones, links and a ledger, kept outside the product's database. */
@NullMarked
package io.staffetta.simulator;

import org.jspecify.annotations.NullMarked;
