/**
 * Calls from outside and calls to the outside. Those that come ({@code Inbound…}, {@code Call…}) are kept before they are
 * answered and worked in afterwards; what they mean is said by engines. Those that go ({@code Endpoint…},
 * {@code Delivery…}) tell users' programs what the event log says, signed, until they have heard it.
 */
@NullMarked
package io.staffetta.server.webhook;

import org.jspecify.annotations.NullMarked;
