package io.staffetta.server.webhook;

import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the sending of webhooks together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HookSettings.class)
class HookConfiguration {

    @Bean
    RetrySchedule retrySchedule(RandomGenerator random) {
        return new RetrySchedule(random);
    }
}
