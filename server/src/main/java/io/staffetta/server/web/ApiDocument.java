package io.staffetta.server.web;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.web.v1.Paging;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the OpenAPI document says about all routes alike; the rest is read from the routes themselves. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {

    private static final String BEARER = "bearer";
    private static final String API_KEY = "apiKey";
    private static final String ABOUT = """
            A self-hosted WhatsApp gateway and campaign engine.

            Calls take a key: make one on the dashboard's page [API](/api-keys), and send it as `X-Api-Key`. In the examples \
            of the dashboard it is `$STAFFETTA_KEY`. Who is logged in to the dashboard may try calls that only read \
            without one.
            """;
    private static final String PROBLEM = "#/components/schemas/Problem";

    ApiDocument() {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Caller.class, Paging.class, IdempotencyKey.class)
                .replaceWithSchema(JsonNode.class, several());
    }

    @Bean
    SchemaNames schemaNames() {
        return new SchemaNames();
    }

    @Bean
    ModelResolver schemas(ObjectMapperProvider mapper, SchemaNames names) {
        return new ModelResolver(mapper.jsonMapper(), names).openapi31(true);
    }

    @Bean
    RecordSchemas recordSchemas(SchemaNames names) {
        return new RecordSchemas(names);
    }

    @Bean
    StrictBodies strictBodies() {
        return new StrictBodies();
    }

    @Bean
    ApiExamples apiExamples(JsonMapper json) {
        return new ApiExamples(json);
    }

    @Bean
    DocumentedFailures documentedFailures(Texts texts, JsonMapper json) {
        return new DocumentedFailures(texts, json, ApiDocument::problemContent);
    }

    @Bean
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info().title("Staffetta").version("1").description(ABOUT))
                .addServersItem(new Server().url("/"))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A token from /api/v1/login, or an API key"))
                        .addSecuritySchemes(
                                API_KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.HEADER)
                                        .name("X-Api-Key")
                                        .description("A key, made on the dashboard's page [API](/api-keys)"))
                        .addSchemas("Problem", problem()))
                .addSecurityItem(new SecurityRequirement().addList(API_KEY))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    @Bean
    GlobalOperationCustomizer everyRoute() {
        return ApiDocument::describe;
    }

    private static Operation describe(Operation operation, HandlerMethod method) {
        if (RouteGuard.isOpen(method)) {
            operation.setSecurity(List.of());
        }
        if (takes(method, Paging.class)) {
            operation.addParametersItem(query("cursor", new StringSchema(), "The next of the page before"));
            operation.addParametersItem(query("limit", limit(), "How many items at most"));
        }
        if (method.hasMethodAnnotation(Idempotent.class) || takes(method, IdempotencyKey.class)) {
            operation.addParametersItem(new Parameter()
                    .in("header")
                    .name(IdempotencyFilter.HEADER)
                    .schema(new StringSchema().maxLength(200))
                    .description("The same key gets the same answer for 24 hours"));
        }
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse().description("What went wrong").content(problemContent()));
        return operation;
    }

    private static boolean takes(HandlerMethod method, Class<?> type) {
        return Arrays.stream(method.getMethodParameters()).anyMatch(each -> each.getParameterType() == type);
    }

    private static Parameter query(String name, Schema<?> schema, String description) {
        return new Parameter().in("query").name(name).schema(schema).description(description);
    }

    /** What may be written in more than one way, such as a delay: as a text, a number or an object. */
    private static Schema<?> several() {
        Schema<Object> schema = new Schema<>();
        schema.setTypes(new TreeSet<>(List.of("object", "number", "string")));
        return schema;
    }

    private static Schema<?> limit() {
        return new IntegerSchema()
                ._default(Paging.DEFAULT_LIMIT)
                .minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(Paging.LARGEST_LIMIT));
    }

    private static Content problemContent() {
        var schema = new io.swagger.v3.oas.models.media.MediaType().schema(new Schema<>().$ref(PROBLEM));
        return new Content()
                .addMediaType(MediaType.APPLICATION_JSON_VALUE, schema)
                .addMediaType(MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema);
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .required(List.of("success", "message", "code", "type", "title", "status", "detail", "instance"))
                .description("The answer to what could not be done (RFC 9457)")
                .addProperty("success", new BooleanSchema().example(false))
                .addProperty("message", new StringSchema().description("In the language asked for"))
                .addProperty("details", new ObjectSchema().description("Facts for programs; absent if there are none"))
                .addProperty("code", new StringSchema().description("Stable").example("invalid_field"))
                .addProperty("type", new StringSchema().format("uri"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema().format("uri-reference"));
    }
}
