package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintedNumberPlusTest {

    @Test
    void whoseNumberWasErasedHasNoneToPrint() {
        assertThat(PrintedNumber.plus(393331112222L)).isEqualTo("+393331112222");
        assertThat(PrintedNumber.plus(-280_931)).isEmpty();
    }
}
