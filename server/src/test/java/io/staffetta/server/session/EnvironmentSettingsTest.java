package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.engine.Setting;
import io.staffetta.server.contract.Contract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {

    private static final long ADMINISTRATOR = 1;
    private static final long SOMEBODY = 2;
    private static final List<Setting> SETTINGS = List.of(
            new Setting("url", false, true, "where it is"),
            new Setting("apiKey", true, false, "its key", Optional.of("WAHA_API_KEY_")));

    @Test
    @Contract("door2.environment")
    void aSessionGetsItsKeyFromTheEnvironment() {
        EnvironmentSettings settings = of(Map.of("WAHA_API_KEY_GROOM", "g", "WAHA_API_KEY_SHOP_1", "s"));
        assertThat(settings.ofSession(ADMINISTRATOR, "groom", SETTINGS))
                .containsExactlyInAnyOrderEntriesOf(Map.of("apiKey", "g"));
        assertThat(settings.ofSession(ADMINISTRATOR, "shop-1", SETTINGS)).containsEntry("apiKey", "s");
        assertThat(settings.ofSession(ADMINISTRATOR, "bride", SETTINGS)).isEmpty();
    }

    @Test
    @Contract("door2.environment")
    void nobodyElseGetsAtAKeyByChoosingAnId() {
        EnvironmentSettings settings = of(Map.of("WAHA_API_KEY_GROOM", "g"));
        assertThat(settings.ofSession(SOMEBODY, "groom", SETTINGS)).isEmpty();
        assertThat(settings.ofSession(ADMINISTRATOR, "groom", List.of())).isEmpty();
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
}
