package io.staffetta.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.storage.DataFolder;
import io.staffetta.server.storage.TestDatabase;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class ApplicationTest {

    private static final TestDatabase DATABASE = TestDatabase.create();

    @Autowired
    private DataSource dataSource;

    @Autowired
    private DataFolder folder;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        DATABASE.properties().forEach((name, value) -> registry.add(name, () -> value));
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void theWholeApplicationStartsOnItsDatabase() {
        assertThat(JdbcClient.create(dataSource)
                        .sql("select count(*) from message_event")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(folder.path().resolve("run.pid"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
    }
}
