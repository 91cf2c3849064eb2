package io.staffetta.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.mock.env.MockEnvironment;

class ListeningPortTest {

    @Test
    void aPortThatWasAskedForIsUsed() throws IOException {
        int free;
        try (ServerSocket socket = taken()) {
            free = socket.getLocalPort();
        }

        assertThat(port(new MockEnvironment().withProperty("staffetta.port", Integer.toString(free))))
                .isEqualTo(free);
    }

    @Test
    void aPortThatWasAskedForAndIsTakenIsRefused() throws IOException {
        try (ServerSocket socket = taken()) {
            MockEnvironment environment =
                    new MockEnvironment().withProperty("staffetta.port", Integer.toString(socket.getLocalPort()));

            assertThatThrownBy(() -> port(environment))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining(Integer.toString(socket.getLocalPort()));
        }
    }

    @Test
    void somethingThatIsNoPortIsRefused() {
        assertThatThrownBy(() -> port(new MockEnvironment().withProperty("staffetta.port", "80000")))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> port(new MockEnvironment().withProperty("staffetta.port", "http")))
                .isInstanceOf(Problem.class);
    }

    @Test
    void theDefaultMovesOnToAFreePort() {
        assertThat(port(new MockEnvironment())).isBetween(8080, 8179);
    }

    private static int port(MockEnvironment environment) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        new ListeningPort(environment).customize(factory);
        return factory.getPort();
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
