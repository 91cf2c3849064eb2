package io.staffetta.server.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** How Spring MVC reads requests here: every route guarded, our own bodies strict, those of the doors as documented. */
@Configuration(proxyBeanMethods = false)
class WebSettings implements WebMvcConfigurer {

    private static final int DEEPEST_JSON = 64;

    private final RouteGuard guard;
    private final IdempotencyGuard idempotency;
    private final List<HandlerMethodArgumentResolver> arguments;

    WebSettings(RouteGuard guard, IdempotencyGuard idempotency, List<HandlerMethodArgumentResolver> arguments) {
        this.guard = guard;
        this.idempotency = idempotency;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(guard);
        registry.addInterceptor(idempotency);
    }

    /** The names of these files change with what is in them. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable());
    }

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.strategies(List.of(new JsonAtLeast()));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.addAll(arguments);
    }

    @Bean
    static JsonFactoryBuilderCustomizer noDeepJson() {
        return factory -> factory.streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(DEEPEST_JSON).build());
    }

    @Bean
    @Order
    static ServerHttpMessageConvertersCustomizer jsonBodies(JsonMapper json) {
        return converters -> converters
                .addCustomConverter(new DoorJson(withoutHoles(json.rebuild()).build()))
                .withJsonConverter(new JacksonJsonHttpMessageConverter(strict(json)));
    }

    /** Our own bodies: no unknown fields, no numbers written as texts, nothing twice. */
    static JsonMapper strict(JsonMapper json) {
        return withoutHoles(json.rebuild())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
    }

    /** A list that holds null is as wrong as one that holds something of another type. */
    private static JsonMapper.Builder withoutHoles(JsonMapper.Builder json) {
        JsonSetter.Value refused = JsonSetter.Value.forContentNulls(Nulls.FAIL);
        return json.withConfigOverride(List.class, lists -> lists.setNullHandling(refused))
                .withConfigOverride(Set.class, sets -> sets.setNullHandling(refused));
    }
}
