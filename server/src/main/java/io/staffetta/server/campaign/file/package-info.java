/**
 * Files of people as rows: CSV, XLSX and JSON, read as a stream and written safely. Knows no database and no campaign.
 */
@NamedInterface("file")
@NullMarked
package io.staffetta.server.campaign.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
