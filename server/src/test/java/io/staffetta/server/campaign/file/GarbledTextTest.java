package io.staffetta.server.campaign.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GarbledTextTest {

    @ParameterizedTest
    @CsvSource({
        "PerchÃ© no, Perché no",
        "m√∫ltiplas, múltiplas",
        "âœ… Fatto, ✅ Fatto",
        "‚úÖ Fatto, ✅ Fatto",
        "Itâ€™s 10â‚¬, It’s 10€",
        "Ciao ðŸ‘‹, Ciao 👋",
        "CosÃ¬ è già scritto, Così è già scritto",
        "PerchÃƒÂ©, Perché",
    })
    void whatWasReadWronglyIsReadAgain(String garbled, String meant) {
        assertThat(GarbledText.repaired(garbled)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Perché no?",
                "São Paulo, coração, NÃO",
                "«CAFÉ» e «CITTÀ»",
                "Ångström »Å« Äpfel",
                "Temperatura: 20 °C ± 2",
                "Ciao 👋 ✅ ’",
                "√2 ≈ 1,41",
                "Olá, João! 10 € – “sim”",
                ""
            })
    void whatIsRightStaysAsItIs(String text) {
        assertThat(GarbledText.repaired(text)).isEmpty();
    }

    @Property
    void everyEuropeanTextComesBackFromOneWrongReading(
            @ForAll @CharRange(from = 'à', to = 'ÿ') @StringLength(min = 1, max = 20) String letters) {
        String garbled = new String(letters.getBytes(StandardCharsets.UTF_8), Charset.forName("windows-1252"));

        assertThat(GarbledText.repaired(garbled)).contains(letters);
    }

    @Test
    void whatIsRepairedNeedsNoRepair() {
        String once = GarbledText.repaired("CittÃ\u00A0 e perchÃ© ‚úÖ").orElseThrow();

        assertThat(once).isEqualTo("Città e perché ✅");
        assertThat(GarbledText.repaired(once)).isEmpty();
    }
}
