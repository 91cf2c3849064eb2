package io.staffetta.server.web.v1;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.Setting;
import io.staffetta.server.session.Engines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The engines this product runs with. */
@Tag(name = "Sessions")
@RestController
class EngineRoutes {

    private final Engines engines;
    private final String defaultEngine;

    EngineRoutes(Engines engines, @Value("${staffetta.default-engine:simulator}") String defaultEngine) {
        this.engines = engines;
        this.defaultEngine = defaultEngine;
    }

    /**
     * An engine.
     *
     * @param standard whether sessions use it that name none
     * @param linksPhones whether its sessions are devices linked to a phone, which deleting a session unlinks
     * @param settings what it wants to know of each session
     */
    record EngineJson(
            String name, boolean standard, boolean linksPhones, CanDo capabilities, List<SettingJson> settings) {}

    /**
     * What an engine can do.
     *
     * @param carries what its messages may be made of besides text: {@code template}, {@code image}, {@code document}
     */
    record CanDo(
            boolean typingBeforeFirstMessage,
            boolean presetMessageId,
            boolean evidenceById,
            int inFlightPerSession,
            boolean readReceipts,
            boolean templatesOnly,
            boolean needsPacing,
            boolean simulated,
            List<String> carries) {

        static CanDo of(Capabilities can) {
            return new CanDo(
                    can.typingBeforeFirstMessage(),
                    can.presetMessageId(),
                    can.evidenceById(),
                    can.inFlightPerSession(),
                    can.readReceipts(),
                    can.templatesOnly(),
                    can.needsPacing(),
                    can.simulated(),
                    can.carries().stream()
                            .map(content -> content.name().toLowerCase(Locale.ROOT))
                            .toList());
        }
    }

    /**
     * Something that an engine wants to know of each session.
     *
     * @param secret whether it is kept sealed and never shown again
     * @param environment the beginning of the environment variable that may give it to the administrator's sessions
     */
    record SettingJson(
            String name,
            boolean secret,
            boolean required,
            String description,
            @Nullable String environment) {

        static SettingJson of(Setting setting) {
            return new SettingJson(
                    setting.name(),
                    setting.secret(),
                    setting.required(),
                    setting.description(),
                    setting.environment().orElse(null));
        }
    }

    @Operation(summary = "The engines, with what they can do and what they want to know of a session")
    @GetMapping("/api/v1/engines")
    Page<EngineJson> list() {
        return new Page<>(engines.all().stream().map(this::json).toList(), null);
    }

    private EngineJson json(Engine engine) {
        return new EngineJson(
                engine.name(),
                engine.name().equals(defaultEngine),
                engine.linksPhones(),
                CanDo.of(engine.capabilities()),
                engine.settings().stream().map(SettingJson::of).toList());
    }
}
