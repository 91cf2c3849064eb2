package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PortraitTest {

    @Test
    void everyNumberShowsAPictureOfItsOwnThatCanBeDrawn() throws IOException {
        BufferedImage drawn =
                ImageIO.read(new ByteArrayInputStream(Portrait.of(393331112222L).bytes()));

        assertThat(drawn.getWidth()).isEqualTo(64);
        assertThat(drawn.getHeight()).isEqualTo(64);
        assertThat(drawn.getRGB(0, 0) & 0xFF).isGreaterThan(0xE0);
        assertThat(Portrait.of(393331112222L)).isEqualTo(Portrait.of(393331112222L));
        assertThat(Portrait.of(393331112222L)).isNotEqualTo(Portrait.of(393331112223L));
    }
}
