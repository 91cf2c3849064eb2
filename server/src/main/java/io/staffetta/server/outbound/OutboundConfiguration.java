package io.staffetta.server.outbound;

import io.staffetta.wire.OutboundHttp;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Puts the way out together. */
@Configuration(proxyBeanMethods = false)
class OutboundConfiguration {

    /**
     * The way out.
     *
     * @param allowed blocks of addresses beside the public internet, such as {@code 127.0.0.1:3000,10.0.0.0/8}
     */
    @Bean(destroyMethod = "close")
    OutboundHttp outboundHttp(
            @Value("${staffetta.outbound.allow:}") List<String> allowed,
            @Value("${staffetta.outbound.answer-limit:8MB}") DataSize limit) {
        List<AddressBlock> blocks = allowed.stream()
                .filter(block -> !block.isBlank())
                .map(AddressBlock::of)
                .toList();
        return new GuardedHttp(
                new AddressRules(blocks, InetAddress::getAllByName),
                new PinnedClients(OutboundConfiguration::trustingTheUsual),
                limit.toBytes());
    }

    private static SSLContext trustingTheUsual() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java speaks no TLS", e);
        }
    }
}
