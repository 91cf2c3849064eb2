/**
 * The database: the embedded PostgreSQL, migrations, and commits shared by many writers.
 */
@NullMarked
package io.staffetta.server.storage;

import org.jspecify.annotations.NullMarked;
