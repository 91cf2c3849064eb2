package io.staffetta.server;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where real time comes from; tests put their own in its place. */
@Configuration(proxyBeanMethods = false)
class RealTime {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
