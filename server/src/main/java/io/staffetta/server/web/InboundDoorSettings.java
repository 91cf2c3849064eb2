package io.staffetta.server.web;

import io.staffetta.server.webhook.InboundCalls;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/** Puts the door for calls from outside before everything else. */
@Configuration(proxyBeanMethods = false)
class InboundDoorSettings {

    @Bean
    FilterRegistrationBean<InboundDoor> inboundDoor(
            InboundCalls calls,
            @Value("${staffetta.inbound.body-limit:3MB}") DataSize limit,
            @Value("${staffetta.inbound.patience:10s}") Duration patience) {
        FilterRegistrationBean<InboundDoor> door =
                new FilterRegistrationBean<>(new InboundDoor(calls, limit, patience));
        door.addUrlPatterns("/inbound/*");
        door.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return door;
    }
}
