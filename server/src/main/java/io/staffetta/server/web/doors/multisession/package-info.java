/**
 * Door 3: several sessions over REST, and the webhook that Chatwoot calls. Translates; holds no rule.
 */
@NullMarked
package io.staffetta.server.web.doors.multisession;

import org.jspecify.annotations.NullMarked;
