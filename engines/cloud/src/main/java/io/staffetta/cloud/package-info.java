/**
 * Meta's WhatsApp Business Cloud API as an engine: what it is asked, what its answers mean, and what its webhooks say.
 * Who may be written to, when, and what is kept of it is decided elsewhere.
 */
@NullMarked
package io.staffetta.cloud;

import org.jspecify.annotations.NullMarked;
