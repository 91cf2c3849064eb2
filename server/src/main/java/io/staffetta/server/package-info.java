/** The application: one package per capability, wired by Spring. */
@NullMarked
package io.staffetta.server;

import org.jspecify.annotations.NullMarked;
