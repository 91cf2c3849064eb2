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
public class OutboundConfiguration {

    /** The name of the way out to users' webhooks. */
    public static final String WEBHOOKS = "webhookHttp";

    private static final int MOST_OF_ANSWER = 4096;

    /**
     * The way out.
     *
     * @param allowed blocks of addresses beside the public internet, such as {@code 127.0.0.1:3000,10.0.0.0/8}
     */
    @Bean(destroyMethod = "close")
    OutboundHttp outboundHttp(
            @Value("${staffetta.outbound.allow:}") List<String> allowed,
            @Value("${staffetta.outbound.answer-limit:8MB}") DataSize limit) {
        return new GuardedHttp(
                rules(allowed), new PinnedClients(OutboundConfiguration::trustingTheUsual), limit.toBytes());
    }

    /**
     * The way out to users' webhooks, by the same rules and with connections of its own: of what comes back only the
     * beginning is read, however long it is.
     */
    @Bean(name = WEBHOOKS, destroyMethod = "close", defaultCandidate = false)
    OutboundHttp webhookHttp(@Value("${staffetta.outbound.allow:}") List<String> allowed) {
        return new GuardedHttp(
                rules(allowed),
                new PinnedClients(OutboundConfiguration::trustingTheUsual),
                answer -> new FirstBytes(MOST_OF_ANSWER));
    }

    private static AddressRules rules(List<String> allowed) {
        List<AddressBlock> blocks = allowed.stream()
                .filter(block -> !block.isBlank())
                .map(AddressBlock::of)
                .toList();
        return new AddressRules(blocks, InetAddress::getAllByName);
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
