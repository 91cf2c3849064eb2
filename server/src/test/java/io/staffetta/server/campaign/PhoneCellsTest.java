package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.contact.Misread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhoneCellsTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);
    private static final int AS_LONG_AS_A_ROW = 32_000;

    private final PhoneCells phones = new PhoneCells("IT", false);

    @Test
    void whatIsWrongWithAHugeCellIsSaidAtOnce() {
        String blanks = "333 111" + " ".repeat(AS_LONG_AS_A_ROW) + "2222";

        assertThat(CompletableFuture.supplyAsync(() -> IntStream.range(0, 100)
                        .mapToObj(row -> phones.misread(blanks).flaw())
                        .distinct()
                        .toList()))
                .succeedsWithin(LONG_ENOUGH)
                .isEqualTo(List.of(Misread.Flaw.TOO_SHORT));
    }

    @Test
    void ofACellFullOfNumbersTheFirstOnesAreTold() {
        Misread why = phones.misread("333 111 2222 / ".repeat(AS_LONG_AS_A_ROW / 15));

        assertThat(why.flaw()).isEqualTo(Misread.Flaw.SEVERAL);
        assertThat(why.numbers()).hasSizeBetween(2, 40);
    }

    @Test
    void digitsWithoutEndAreTooLong() {
        assertThat(phones.misread("3".repeat(AS_LONG_AS_A_ROW)).flaw()).isEqualTo(Misread.Flaw.TOO_LONG);
    }
}
