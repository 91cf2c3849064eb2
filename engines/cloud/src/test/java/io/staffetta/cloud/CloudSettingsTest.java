package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudSettingsTest {

    @Test
    void whatIsNotSaidIsAsMetaHasIt() {
        CloudSettings settings = CloudSettings.of(TestNumber.link(Map.of()).settings());

        assertThat(settings.address("1/messages")).hasToString("https://graph.facebook.com/v23.0/1/messages");
        assertThat(settings.messagesPerSecond()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "phoneNumberId, +1 555",
        "phoneNumberId, ''",
        "businessAccountId, x",
        "token, two words",
        "appSecret, ''",
        "verifyToken, ''",
        "apiVersion, 23",
        "apiVersion, v23.0/../x",
        "baseUrl, ftp://graph.example",
        "baseUrl, https://user:word@graph.example",
        "baseUrl, https://graph.example?x=1",
        "baseUrl, 'https://graph example'",
        "messagesPerSecond, 0",
        "messagesPerSecond, 1001",
        "messagesPerSecond, many"
    })
    void aValueThatCannotBeIsRefusedWithoutBeingRepeated(String name, String value) {
        Map<String, String> settings = new HashMap<>(TestNumber.link(Map.of()).settings());
        settings.put(name, value);

        assertThatThrownBy(() -> CloudSettings.of(settings)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("invalid_setting");
            assertThat(problem.details()).containsEntry("setting", name);
            if (value.length() > 5) {
                assertThat(problem.getMessage()).doesNotContain(value);
            }
        });
    }

    @Test
    void secretsAreNamedAsSuchAndNeverPrinted() {
        CloudSettings settings = CloudSettings.of(TestNumber.link(Map.of()).settings());

        assertThat(CloudSettings.ALL.stream()
                        .filter(setting -> setting.secret())
                        .map(setting -> setting.name()))
                .containsExactly("token", "appSecret", "verifyToken");
        assertThat(settings.toString()).doesNotContain(TestNumber.TOKEN, TestNumber.APP_SECRET, TestNumber.VERIFY);
    }
}
