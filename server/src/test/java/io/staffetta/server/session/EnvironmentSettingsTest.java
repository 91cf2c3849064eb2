package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.session.SessionState;
import io.staffetta.server.contract.Contract;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {

    private static final long ADMINISTRATOR = 1;
    private static final long SOMEBODY = 2;
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @Test
    @Contract("door2.environment")
    void aWahaSessionGetsItsKeyFromTheEnvironment() {
        EnvironmentSettings settings = of(Map.of("WAHA_API_KEY_GROOM", "g", "WAHA_API_KEY_SHOP_1", "s"));
        assertThat(settings.ofEngine(session(ADMINISTRATOR, "groom", "waha", Map.of("url", "u"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of("url", "u", "apiKey", "g"));
        assertThat(settings.ofEngine(session(ADMINISTRATOR, "shop-1", "waha", Map.of())))
                .containsEntry("apiKey", "s");
        assertThat(settings.ofEngine(session(ADMINISTRATOR, "bride", "waha", Map.of())))
                .isEmpty();
    }

    @Test
    @Contract("door2.environment")
    void aKeyOfTheSessionsOwnIsKept() {
        EnvironmentSettings settings = of(Map.of("WAHA_API_KEY_GROOM", "g"));
        assertThat(settings.ofEngine(session(ADMINISTRATOR, "groom", "waha", Map.of("apiKey", "own"))))
                .containsEntry("apiKey", "own");
    }

    @Test
    @Contract("door2.environment")
    void nobodyElseGetsAtAKeyByChoosingAnId() {
        EnvironmentSettings settings = of(Map.of("WAHA_API_KEY_GROOM", "g"));
        assertThat(settings.ofEngine(session(SOMEBODY, "groom", "waha", Map.of())))
                .isEmpty();
        assertThat(settings.ofEngine(session(ADMINISTRATOR, "groom", "simulator", Map.of())))
                .isEmpty();
    }

    @Test
    @Contract("door2.settings")
    void aSessionBeginsWithWhatIsSet() {
        EnvironmentSettings settings = of(Map.of(
                "whatsapp_groom_number", "39333111222",
                "whatsapp_rate_limit", "7",
                "whatsapp_typing_simulation", "False"));
        SessionChange groom = settings.atCreation(ADMINISTRATOR, "groom").orElseThrow();
        assertThat(groom.ownNumber()).isEqualTo("39333111222");
        assertThat(groom.perHour()).isEqualTo(7);
        assertThat(groom.typingSimulation()).isFalse();
        assertThat(settings.atCreation(ADMINISTRATOR, "bride").orElseThrow().ownNumber())
                .isNull();
        assertThat(settings.atCreation(SOMEBODY, "groom")).isEmpty();
        assertThat(of(Map.of("whatsapp_groom_number", " ")).atCreation(ADMINISTRATOR, "groom"))
                .isEmpty();
    }

    @Test
    void whatCannotBeIsRefusedAtTheStart() {
        assertThatThrownBy(() -> of(Map.of("whatsapp_rate_limit", "ten"))).hasMessageContaining("whatsapp_rate_limit");
        assertThatThrownBy(() -> of(Map.of("whatsapp_typing_simulation", "perhaps")))
                .hasMessageContaining("whatsapp_typing_simulation");
    }

    private static EnvironmentSettings of(Map<String, String> environment) {
        return new EnvironmentSettings(environment::get, owner -> owner == ADMINISTRATOR);
    }

    private static Session session(long owner, String id, String engine, Map<String, String> settings) {
        return new Session(
                7,
                owner,
                id,
                id,
                new Session.Binding(engine, false, settings),
                true,
                new Session.Condition(SessionState.READY, null, null, NOW),
                new Session.Account(null, null),
                new Session.Limits(10, 50, true),
                new Session.Preferences(null, "IT", ZoneOffset.UTC),
                null,
                NOW,
                null,
                NOW,
                0);
    }
}
