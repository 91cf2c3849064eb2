/**
 * Sessions from creation to deletion: pairing, credentials, ownership, restore and reconnect.
 */
@NullMarked
package io.staffetta.server.session;

import org.jspecify.annotations.NullMarked;
