package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import org.junit.jupiter.api.Test;

class ExternalDatabaseTest {

    @Test
    void aDurableDatabaseIsAccepted() {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(ExternalDatabase.open(database.address()).address()).isEqualTo(database.address());
        }
    }

    @Test
    void aDatabaseThatMayLoseCommitsIsRefused() {
        try (TestDatabase database = TestDatabase.create()) {
            String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
            database.jdbc()
                    .sql("alter database " + name + " set synchronous_commit = off")
                    .update();

            assertThatThrownBy(() -> ExternalDatabase.open(database.address()))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("synchronous_commit = off");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedInOneLine() {
        DatabaseAddress nobody = new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/none", "u", "p");

        assertThatThrownBy(() -> ExternalDatabase.open(nobody))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("external database cannot be used")
                .hasMessageNotContaining("\n");
    }

    @Test
    void anotherKindOfDatabaseIsRefused() {
        DatabaseAddress mysql = new DatabaseAddress("jdbc:mysql://localhost/none", "u", "p");

        assertThatThrownBy(() -> ExternalDatabase.open(mysql))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("jdbc:postgresql://");
    }
}
