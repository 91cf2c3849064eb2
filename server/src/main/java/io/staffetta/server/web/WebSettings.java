package io.staffetta.server.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
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
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

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

    /** The names of the first files change with what is in them; those of Swagger UI lie beneath its version. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/docs/assets/swagger/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/")
                .setCacheControl(CacheControl.noCache());
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable());
    }

    private static String swaggerVersion() {
        try {
            return PropertiesLoaderUtils.loadProperties(
                            new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties"))
                    .getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("The product was built without Swagger UI", e);
        }
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
                .addCustomConverter(new DoorJson(exact(json.rebuild()).build()))
                .withJsonConverter(new JacksonJsonHttpMessageConverter(strict(json)));
    }

    /** Our own bodies: no unknown fields, nothing twice, nothing behind the end. */
    static JsonMapper strict(JsonMapper json) {
        return exact(json.rebuild())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    /** Nothing is taken for what it is not: no number for a text, no text for a number, no null for an item of a list. */
    private static JsonMapper.Builder exact(JsonMapper.Builder json) {
        JsonSetter.Value refused = JsonSetter.Value.forContentNulls(Nulls.FAIL);
        return json.withConfigOverride(List.class, lists -> lists.setNullHandling(refused))
                .withConfigOverride(Set.class, sets -> sets.setNullHandling(refused))
                .withCoercionConfig(
                        LogicalType.Textual,
                        texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }
}
