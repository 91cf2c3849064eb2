package io.staffetta.server.web.doors.multisession;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import io.staffetta.server.contract.Contract;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfBlocksTest {

    @ParameterizedTest
    @Contract("door3.console-qr")
    @ValueSource(
            strings = {
                "2@short",
                "2@Zq8NQk2f5Qq1y8j6m0m1Hq7q5l9h2Wv3,J5xkE8o2m4nJ2n1v7Qb5X9c3L6k8a0Sd,Vt1yF4u7o9p2R5e8w,qT3zY6x9c2v5b8n1m4=="
            })
    void aPhoneCanReadTheDrawing(String content) throws Exception {
        List<String> lines = HalfBlocks.draw(content).lines().toList();
        int size = lines.getFirst().length();
        assertThat(size).as("fits into a terminal").isLessThan(80);

        BitMatrix dark = new BitMatrix(size - 4);
        for (int y = 2; y < size - 2; y++) {
            for (int x = 2; x < size - 2; x++) {
                char block = lines.get(y / 2).charAt(x);
                boolean light = block == '█' || block == (y % 2 == 0 ? '▀' : '▄');
                if (!light) {
                    dark.set(x - 2, y - 2);
                }
            }
        }

        assertThat(new Decoder().decode(dark).getText()).isEqualTo(content);
    }
}
