/**
 * People: consent, opt-outs, what they wrote, and their erasure.
 */
@NullMarked
package io.staffetta.server.contact;

import org.jspecify.annotations.NullMarked;
