package io.staffetta.simulator.world;

import io.staffetta.core.engine.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** What simulated accounts show of themselves: a small pattern of two colours, the same for the same number. */
public final class Portrait {

    private static final int CELLS = 8;
    private static final int CELL = 8;
    private static final int PAPER = 0xEFEAF8;
    private static final int[] INKS = {0x6D3FA8, 0x0B6B57, 0xB42318, 0x1F5A9E};

    private Portrait() {}

    /** The picture of the account with this number. */
    public static Picture of(long number) {
        SplittableRandom random = new SplittableRandom(number);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try {
            ImageIO.write(drawn(random), "jpeg", jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Picture("image/jpeg", Base64.getEncoder().encodeToString(jpeg.toByteArray()));
    }

    /** Left and right alike, as faces are, with a margin. */
    private static BufferedImage drawn(SplittableRandom random) {
        BufferedImage image = new BufferedImage(CELLS * CELL, CELLS * CELL, BufferedImage.TYPE_INT_RGB);
        int ink = INKS[random.nextInt(INKS.length)];
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS / 2; column++) {
                boolean margin = row == 0 || row == CELLS - 1 || column == 0;
                int colour = !margin && random.nextInt(5) < 3 ? ink : PAPER;
                fill(image, row, column, colour);
                fill(image, row, CELLS - 1 - column, colour);
            }
        }
        return image;
    }

    private static void fill(BufferedImage image, int row, int column, int colour) {
        for (int y = row * CELL; y < (row + 1) * CELL; y++) {
            for (int x = column * CELL; x < (column + 1) * CELL; x++) {
                image.setRGB(x, y, colour);
            }
        }
    }
}
