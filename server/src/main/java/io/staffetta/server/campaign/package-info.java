/**
 * Campaigns: life cycle, recipients, planning, hand-over to another number, follow-ups and reports.
 */
@NullMarked
package io.staffetta.server.campaign;

import org.jspecify.annotations.NullMarked;
