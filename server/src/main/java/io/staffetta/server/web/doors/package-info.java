/**
 * What several of the documented front doors need. Translates; holds no rule.
 */
@NullMarked
package io.staffetta.server.web.doors;

import org.jspecify.annotations.NullMarked;
