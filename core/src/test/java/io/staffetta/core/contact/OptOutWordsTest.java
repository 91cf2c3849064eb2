package io.staffetta.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.contact.OptOutWords.Found;
import io.staffetta.core.contact.OptOutWords.Wish;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                " stop! ",
                "Stop.",
                "STOP ALL",
                "stop, grazie",
                "Please stop",
                "Cancellami per favore",
                "CANCELLA",
                "Basta!!!",
                "sair",
                "Não quero mais",
                "Pare",
                "dar de baja",
                "BAJA",
                "no más",
                "Berhenti",
                "tolong berhenti",
                "unsubscribe",
                "ＳＴＯＰ",
                "STOP 🛑",
                "opt-out"
            })
    void whoWantsNoMoreIsUnderstood(String text) {
        assertThat(OptOutWords.read(text)).map(Found::wish).contains(Wish.OUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "inizia", "Começar", "alta", "mulai"})
    void whoWantsMessagesAgainIsUnderstood(String text) {
        assertThat(OptOutWords.read(text)).map(Found::wish).contains(Wish.IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "!",
                "ciao",
                "non posso fermarmi, stop alle 5?",
                "Stop by the shop tomorrow",
                "il bus stop",
                "basta che funzioni",
                "can I cancel my order?",
                "grazie",
                "para mim está bom"
            })
    void aMessageThatOnlyContainsAWordMeansNothing(String text) {
        assertThat(OptOutWords.read(text)).isEmpty();
    }
}
