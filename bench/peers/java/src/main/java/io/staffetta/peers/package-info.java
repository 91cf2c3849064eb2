/** Other queues that the product is measured against, each doing the same work on a message. Nothing of the product is in here. */
@NullMarked
package io.staffetta.peers;

import org.jspecify.annotations.NullMarked;
