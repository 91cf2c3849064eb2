/** The whole product with a the Cloud API of our own behind it. */
package io.staffetta.server.cloud;
