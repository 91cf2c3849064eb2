package io.staffetta.server.web.doors.multisession;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/** A QR code drawn with characters, two rows of modules to a line; light is printed, dark is left out. */
final class HalfBlocks {

    private static final int QUIET_ZONE = 2;

    private HalfBlocks() {}

    /** The drawing, each line with its end. */
    static String draw(String content) {
        BitMatrix modules = encode(content);
        StringBuilder drawing = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y += 2) {
            for (int x = 0; x < modules.getWidth(); x++) {
                drawing.append(block(!modules.get(x, y), y + 1 < modules.getHeight() && !modules.get(x, y + 1)));
            }
            drawing.append('\n');
        }
        return drawing.toString();
    }

    private static char block(boolean lightAbove, boolean lightBelow) {
        if (lightAbove) {
            return lightBelow ? '█' : '▀';
        }
        return lightBelow ? '▄' : ' ';
    }

    private static BitMatrix encode(String content) {
        try {
            return new QRCodeWriter()
                    .encode(
                            content,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.MARGIN,
                                    QUIET_ZONE,
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.L));
        } catch (WriterException e) {
            throw new IllegalArgumentException("a code that does not fit into a QR code", e);
        }
    }
}
