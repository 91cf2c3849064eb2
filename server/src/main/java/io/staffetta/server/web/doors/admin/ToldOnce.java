package io.staffetta.server.web.doors.admin;

import io.swagger.v3.oas.models.OpenAPI;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Leaves the second ways of writing this door's paths out of the API document: each route is described once. */
@Component
class ToldOnce implements GlobalOpenApiCustomizer {

    private static final String ADMIN = "/api/admin/";
    private static final String HEALTH = Paths.SERVICE + "/health";

    @Override
    public void customise(OpenAPI document) {
        document.getPaths().keySet().removeIf(ToldOnce::isSecondWay);
    }

    private static boolean isSecondWay(String path) {
        return path.startsWith(ADMIN)
                ? !path.endsWith("/")
                : path.startsWith(Paths.SERVICE) && !path.startsWith(HEALTH);
    }
}
