package io.staffetta.server.session;

import io.staffetta.server.access.Audit;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the look-up of accounts together. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

    @Bean
    AccountRows accountRows(JdbcClient jdbc) {
        return new AccountRows(jdbc);
    }

    /** One look-up in so long. */
    @Bean
    AccountLookUps accountLookUps(
            SessionNode node, AccountRows rows, Clock clock, @Value("${staffetta.accounts.gap:500ms}") Duration gap) {
        return new AccountLookUps(node.supervisor(), rows, clock, gap);
    }

    @Bean
    Accounts accounts(
            Sessions sessions, SessionNode node, AccountRows rows, AccountLookUps lookUps, Audit audit, Clock clock) {
        return new Accounts(sessions, node.supervisor(), rows, lookUps, audit, clock);
    }
}
