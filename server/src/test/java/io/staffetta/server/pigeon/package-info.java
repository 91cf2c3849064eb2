/** A small engine for tests that has what real ones have: secret settings, calls from outside, templates. */
package io.staffetta.server.pigeon;
