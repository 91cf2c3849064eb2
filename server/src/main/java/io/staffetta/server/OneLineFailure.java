package io.staffetta.server;

import io.staffetta.core.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in one line why the product did not start, when it is something a person can mend. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OneLineFailure implements SpringBootExceptionReporter {

    /** Made by Spring Boot, whether or not there is a context. */
    OneLineFailure(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                print(problem);
                return true;
            }
        }
        return false;
    }

    static void print(Problem problem) {
        System.err.println("staffetta: " + problem.getMessage());
    }
}
