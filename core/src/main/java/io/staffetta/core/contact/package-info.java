/** People: how their numbers are written, and how they say that they want no more messages. Stores nothing. */
@NullMarked
package io.staffetta.core.contact;

import org.jspecify.annotations.NullMarked;
