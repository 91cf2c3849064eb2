/** The whole product with a WAHA of our own behind it. */
package io.staffetta.server.waha;
