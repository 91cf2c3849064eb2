/** Measurements, run by hand; see bench/README.md. */
@NullMarked
package io.staffetta.server.bench;

import org.jspecify.annotations.NullMarked;
