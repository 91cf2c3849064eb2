package io.staffetta.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private static InputStream of(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(InputStream in, int longest) throws IOException {
        LineReader reader = new LineReader(in);
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.read(longest); line != null; line = reader.read(longest)) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }

    @Test
    void linesComeWithoutTheirEndsAndEmptyOnesCount() throws IOException {
        assertThat(lines(of("uno\n\nperò\n"), 100)).containsExactly("uno", "", "però");
    }

    @Test
    void whatHasNoEndIsNoLine() throws IOException {
        assertThat(lines(of("uno\nhal"), 100)).containsExactly("uno");
    }

    @Test
    void aLineMayComeInManyPieces() throws IOException {
        InputStream oneByteAtATime = new ByteArrayInputStream("due\ntre\n".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] buffer, int from, int length) {
                return super.read(buffer, from, Math.min(length, 1));
            }
        };

        assertThat(lines(oneByteAtATime, 100)).containsExactly("due", "tre");
    }

    @Test
    void aLineLongerThanTheBufferIsRead() throws IOException {
        String longer = "x".repeat(200_000);

        assertThat(lines(of(longer + "\nend\n"), 200_000)).containsExactly(longer, "end");
    }

    @Test
    void aLineLongerThanAllowedIsAnErrorWhetherItEndsOrNot() {
        assertThatThrownBy(() -> lines(of("12345\n"), 4)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> lines(of("x".repeat(1_000_000)), 4)).isInstanceOf(IOException.class);
    }
}
