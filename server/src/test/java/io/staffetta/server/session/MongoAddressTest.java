package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ServerAddress;
import io.staffetta.core.Problem;
import io.staffetta.server.contract.Contract;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

@Contract("door4.mongo")
class MongoAddressTest {

    private final MockEnvironment variables = new MockEnvironment();

    @Test
    void theDocumentedVariablesSwitchItOn() {
        variables.setProperty("DB_WS_USER", "your_username");
        variables.setProperty("DB_WS_PASS", "your_password");
        variables.setProperty("DATABASE_HOST", "your_host");
        variables.setProperty("DATABASE_PORT", "27017");
        variables.setProperty("DB_WS_NAME", "whatsapp_db");

        assertThat(MongoAddress.of(variables))
                .contains(new MongoAddress("your_host", 27017, "whatsapp_db", "your_username", "your_password"))
                .get()
                .hasToString("your_host:27017/whatsapp_db");
    }

    @Test
    void theDriverIsGivenTheUserOfThatDatabaseWithItsPassword() {
        MongoClientSettings settings = MongoCollections.settings(
                new MongoAddress("your_host", 27018, "whatsapp_db", "your_username", "your_password"));

        MongoCredential credential = Objects.requireNonNull(settings.getCredential());
        assertThat(credential.getUserName()).isEqualTo("your_username");
        assertThat(credential.getPassword()).isEqualTo("your_password".toCharArray());
        assertThat(credential.getSource()).isEqualTo("whatsapp_db");
        assertThat(credential.getMechanism()).as("what the server asks for").isNull();
        assertThat(settings.getClusterSettings().getHosts()).containsExactly(new ServerAddress("your_host", 27018));
    }

    @Test
    void withoutAUserTheDriverIsGivenNone() {
        assertThat(MongoCollections.settings(new MongoAddress("your_host", 27017, "whatsapp_db", "", ""))
                        .getCredential())
                .isNull();
    }

    @Test
    void withoutAHostOrADatabaseItIsOff() {
        assertThat(MongoAddress.of(variables)).isEmpty();
        variables.setProperty("DATABASE_HOST", "db.example.org");
        assertThat(MongoAddress.of(variables)).isEmpty();
    }

    @Test
    void aPortThatIsNoneIsRefused() {
        variables.setProperty("DATABASE_HOST", "db.example.org");
        variables.setProperty("DB_WS_NAME", "whatsapp_db");
        variables.setProperty("DATABASE_PORT", "mongo");

        assertThatThrownBy(() -> MongoAddress.of(variables))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("mongodb_address_invalid"));
    }
}
