/**
 * Who may do what: set-up, users, tokens, API keys, and the record of who did what.
 */
@NullMarked
package io.staffetta.server.access;

import org.jspecify.annotations.NullMarked;
