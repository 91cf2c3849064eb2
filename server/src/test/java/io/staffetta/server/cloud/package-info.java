/** The whole product with numbers of the Cloud API before a stub of Meta. */
package io.staffetta.server.cloud;
