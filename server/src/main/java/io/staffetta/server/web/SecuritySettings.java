package io.staffetta.server.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * What Spring Security does here: its firewall refuses ambiguous paths. Who may do what is decided by {@link RouteGuard};
 * there is no session, no log-in form and no user of Spring's own. What our pages may load stands here too; all else that
 * protects answers is put on them where they come in.
 */
@Configuration(proxyBeanMethods = false)
class SecuritySettings {

    /** For our own pages: nothing from elsewhere, and no style in the page but by who knows the nonce. */
    private static final String OUR_PAGES = "default-src 'none'; script-src 'self'; style-src 'self'%s; img-src 'self'"
            + " data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    /** For the files that belong to them. */
    static final String OUR_FILES = OUR_PAGES.formatted("");

    /**
     * For the page that explains the API: what draws it sets the styles of single elements as it goes, which no nonce can
     * allow. It shows nothing that people wrote, and scripts are held as strictly as everywhere.
     */
    static final String REFERENCE_PAGE = OUR_PAGES.formatted(" 'unsafe-inline'");

    /**
     * What a page of ours may load.
     *
     * @param nonce of this one answer, for the styles that our scripts put into the page
     */
    static String ourPages(String nonce) {
        return OUR_PAGES.formatted(" 'nonce-" + nonce + "'");
    }

    @Bean
    SecurityFilterChain everyRequest(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(AbstractHttpConfigurer::disable)
                .build();
    }

    /** Nobody signs in through Spring; without this it would make up a user and print its password. */
    @Bean
    AuthenticationManager nobody() {
        return authentication -> {
            throw new ProviderNotFoundException("There is no log-in here");
        };
    }

    /** Requests are measured as wholes; to measure each of its filters would take longer than the filters do. */
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    RequestRejectedHandler ambiguousPaths(FailureWriter writer) {
        return (request, response, rejected) -> writer.write(Failures.BAD_REQUEST, request, response);
    }
}
