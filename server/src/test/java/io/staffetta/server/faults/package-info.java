/** The proof under fire: the product and the simulator as processes of their own, killed at will, checked by the ledger. */
package io.staffetta.server.faults;
