package io.staffetta.server;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Where the product listens: {@code staffetta.bind} (127.0.0.1) and {@code staffetta.port}. A port that was asked for is
 * used or refused; only the default moves on to the next free one.
 */
@Component
class ListeningPort implements WebServerFactoryCustomizer<ConfigurableWebServerFactory> {

    private static final Logger log = LoggerFactory.getLogger(ListeningPort.class);
    private static final int DEFAULT = 8080;
    private static final int TRIED = 100;
    private static final int HIGHEST = 65_535;

    private final Environment environment;

    ListeningPort(Environment environment) {
        this.environment = environment;
    }

    /** Refuses a port that was asked for and is taken, before anything is begun. */
    static ApplicationContextInitializer<ConfigurableApplicationContext> early() {
        return context -> {
            ListeningPort listening = new ListeningPort(context.getEnvironment());
            String wanted = context.getEnvironment().getProperty("staffetta.port");
            if (wanted != null) {
                asked(wanted, listening.bind());
            }
        };
    }

    @Override
    public void customize(ConfigurableWebServerFactory factory) {
        InetAddress bind = bind();
        factory.setAddress(bind);
        String wanted = environment.getProperty("staffetta.port");
        if (wanted != null) {
            factory.setPort(asked(wanted, bind));
        } else if (environment.getProperty("server.port") == null) {
            factory.setPort(firstFree(bind));
        }
        if (!bind.isLoopbackAddress()) {
            log.warn(
                    "Listening on {}: everybody who can reach this machine can reach the log-in, unencrypted. Put a"
                            + " reverse proxy with TLS before it, or leave --bind out.",
                    bind.getHostAddress());
        }
    }

    private InetAddress bind() {
        String bind = environment.getProperty("staffetta.bind", "127.0.0.1");
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new Problem(
                    Problem.Kind.INVALID, "bind_unknown", "--bind " + bind + " is no address of this machine");
        }
    }

    private static int asked(String wanted, InetAddress bind) {
        int port;
        try {
            port = Integer.parseInt(wanted.strip());
        } catch (NumberFormatException e) {
            port = -1;
        }
        if (port < 0 || port > HIGHEST) {
            throw new Problem(Problem.Kind.INVALID, "port_invalid", "--port " + wanted + " is no port");
        }
        if (port != 0 && !isFree(port, bind)) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "port_taken",
                    "port " + port + " is taken: choose another --port or free it");
        }
        return port;
    }

    private static int firstFree(InetAddress bind) {
        for (int port = DEFAULT; port < DEFAULT + TRIED; port++) {
            if (isFree(port, bind)) {
                if (port != DEFAULT) {
                    log.info("Port {} is taken: using {}", DEFAULT, port);
                }
                return port;
            }
        }
        throw new Problem(
                Problem.Kind.CONFLICT,
                "port_taken",
                "ports " + DEFAULT + " to " + (DEFAULT + TRIED - 1) + " are taken: choose another --port");
    }

    private static boolean isFree(int port, InetAddress bind) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bind, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
