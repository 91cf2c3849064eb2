/**
 * The port to WhatsApp: what an engine can do and say. Engines implement it; nothing above it knows which engine it talks to.
 */
@NullMarked
package io.staffetta.core.engine;

import org.jspecify.annotations.NullMarked;
