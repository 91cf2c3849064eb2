/**
 * The engine that carries sessions through a WAHA server, a gateway of its own to linked devices. Speaks WAHA's HTTP API
 * and reads its webhooks; what the product makes of it stands above the port.
 */
@NullMarked
package io.staffetta.waha;

import org.jspecify.annotations.NullMarked;
