package io.staffetta.server.web;

import java.io.IOException;
import org.apache.catalina.Container;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Answers requests that the server itself refuses before any part of the application sees them, such as a path with a NUL
 * or headers that are too large: with the same body as everything else that fails.
 */
@Component
class EarlyFailures implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

    private static final Logger log = LoggerFactory.getLogger(EarlyFailures.class);

    private final FailureWriter writer;

    EarlyFailures(FailureWriter writer) {
        this.writer = writer;
    }

    /** After all others, for the last one asked answers first. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addContextCustomizers(context -> answerFor(context.getParent()));
    }

    private void answerFor(Container host) {
        for (Valve valve : host.getPipeline().getValves()) {
            if (valve instanceof ErrorReportValve) {
                host.getPipeline().removeValve(valve);
            }
        }
        host.getPipeline().addValve(new Answer());
        if (host instanceof StandardHost standard) {
            // Or else it adds one of its own, which answers first and shows where in the server it was refused.
            standard.setErrorReportValveClass(Answer.class.getName());
        }
    }

    private final class Answer extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, @Nullable Throwable thrown) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                writer.write(Failures.ofStatus(response.getStatus()), request, response);
                response.finishResponse();
            } catch (IOException callerGone) {
                log.debug("nobody is there any more to hear that a request was refused");
            }
        }
    }
}
