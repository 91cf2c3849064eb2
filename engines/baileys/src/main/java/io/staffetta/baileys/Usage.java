package io.staffetta.baileys;

import java.time.Duration;

/**
 * What the child uses.
 *
 * @param residentBytes of memory, 0 while there is none
 * @param cpu time since its start
 * @param sessions that are open in it
 */
record Usage(long residentBytes, Duration cpu, int sessions) {}
