package io.staffetta.server.web.edge;

import java.time.Duration;
import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Lets the server speak {@link EdgeProtocol}. */
@Component
class EdgeSettings implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String NO_METHOD = "";

    private final Duration headPatience;

    EdgeSettings(@Value("${staffetta.web.head-patience:20s}") Duration headPatience) {
        this.headPatience = headPatience;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(EdgeProtocol.class.getName());
        factory.addConnectorCustomizers(this::customize);
    }

    private void customize(Connector connector) {
        // Parameters are those of the address. The server would read a form by itself, before anybody asked who sends
        // it.
        connector.setParseBodyMethods(NO_METHOD);
        if (!(connector.getProtocolHandler() instanceof EdgeProtocol protocol)) {
            throw new IllegalStateException("The server speaks another protocol: " + connector.getProtocol());
        }
        protocol.setHeadPatience(headPatience);
    }
}
