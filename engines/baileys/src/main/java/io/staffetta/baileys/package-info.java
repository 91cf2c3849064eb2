/**
 * Linked devices through Baileys, which runs in a Node process of its own: this package starts and watches that process,
 * speaks JSON lines with it, and keeps its keys where the port says. Nothing here knows WhatsApp's protocol.
 */
@NullMarked
package io.staffetta.baileys;

import org.jspecify.annotations.NullMarked;
