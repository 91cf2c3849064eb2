/**
 * Where messages wait and how their states move: lanes, claims, marks, results, and the event log. Every statement that walks the queue is here.
 */
@NullMarked
package io.staffetta.server.queue;

import org.jspecify.annotations.NullMarked;
