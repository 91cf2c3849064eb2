package io.staffetta.server;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Where delays and jitter get their randomness; tests put a seeded one in its place. Not for secrets. */
@Configuration(proxyBeanMethods = false)
class Chance {

    /** Shared by all threads, which {@link Random} allows. */
    @Bean
    @Primary
    RandomGenerator randomGenerator() {
        return new Random();
    }
}
