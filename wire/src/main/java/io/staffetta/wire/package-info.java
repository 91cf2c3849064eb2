/**
 * What engines need to reach others, whoever carries it: the one way out over HTTP, and lines over pipes and sockets. No
 * engine's own protocol, and none of the product's rules.
 */
@NullMarked
package io.staffetta.wire;

import org.jspecify.annotations.NullMarked;
