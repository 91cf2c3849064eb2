package io.staffetta.server.campaign;

import io.staffetta.server.queue.HaltPoint;
import io.staffetta.server.queue.Halts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects campaigns with the parts below them. */
@Configuration(proxyBeanMethods = false)
class CampaignWiring {

    @Bean
    ImportCheckpoint importCheckpoint(Halts halts) {
        return () -> halts.pass(HaltPoint.INSIDE_IMPORT);
    }
}
