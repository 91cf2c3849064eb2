package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HaltRefusalTest {

    private final QueueWorld world = new QueueWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aHaltIsRefusedWhereARealSessionExists() {
        world.session();
        world.jdbc.sql("update wa_session set simulated = false").update();

        assertThatThrownBy(new HaltRefusal(new Halts("after_claim"), world.jdbc)::afterPropertiesSet)
                .hasMessageContaining("STAFFETTA_HALT_AT");
    }

    @Test
    void simulatedSessionsMayDie() {
        world.session();

        assertThatCode(new HaltRefusal(new Halts("after_claim"), world.jdbc)::afterPropertiesSet)
                .doesNotThrowAnyException();
    }
}
