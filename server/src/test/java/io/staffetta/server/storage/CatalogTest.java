package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class CatalogTest {

    @Test
    void aBackupHasTheCredentialsOfLinkedDevicesAndNotTheirKeys() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.dataSource().getConnection()) {
            assertThat(new Catalog(connection).saved())
                    .contains("session_credential")
                    .doesNotContain("session_key");
        }
    }
}
