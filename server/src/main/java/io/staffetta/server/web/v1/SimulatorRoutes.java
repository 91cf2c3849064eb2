package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.SimulatedTime;
import io.staffetta.server.session.SimulatorRemote;
import io.staffetta.server.session.SimulatorRemote.Arrival;
import io.staffetta.simulator.world.Behaviour;
import io.staffetta.simulator.world.ClockReading;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The remote control of the simulated WhatsApp, for demos and tests. */
@Tag(name = "Simulator")
@RestController
@RequestMapping("/api/v1/simulator")
class SimulatorRoutes {

    private static final int LARGEST_PAGE = 1000;

    private final SimulatorRemote remote;
    private final SimulatedTime time;

    SimulatorRoutes(SimulatorRemote remote, SimulatedTime time) {
        this.remote = remote;
        this.time = time;
    }

    /** Which phone accepts the code: any possible number, as a text or a number. */
    record Scan(@Nullable JsonNode number) {}

    /** The number the session is linked with now. */
    record Scanned(String phoneNumber) {}

    /** Why. */
    record Cause(@Nullable String reason) {}

    /** Until when, in the simulator's time, or for how long. */
    record Restriction(
            @Nullable Instant until,
            @Nullable Duration duration,
            @Nullable String kind) {}

    /** What a person writes. */
    record Saying(@NotNull JsonNode from, @NotNull String text) {}

    /** The message that was written. */
    record Said(String messageId) {}

    /** What to set of the clock. */
    record ClockChange(
            @Nullable Instant now,
            @Nullable Duration advance,
            @Nullable Double factor) {}

    @Operation(summary = "The simulated owner scans the code; with a number, from that phone")
    @PostMapping("/sessions/{id}/scan")
    Scanned scan(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable Scan scan) {
        JsonNode number = scan == null ? null : scan.number();
        return new Scanned(
                remote.scan(caller, id, number == null ? null : written(number)).plus());
    }

    @Operation(summary = "The simulated connection breaks; the session connects anew by itself")
    @PostMapping("/sessions/{id}/drop")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable Cause cause) {
        remote.drop(caller, id, cause == null ? null : cause.reason());
    }

    @Operation(summary = "The simulated owner unlinks the session on the phone")
    @PostMapping("/sessions/{id}/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logOut(Caller caller, @PathVariable String id) {
        remote.logOut(caller, id);
    }

    @Operation(summary = "The simulated WhatsApp bans the number")
    @PostMapping("/sessions/{id}/ban")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void ban(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable Cause cause) {
        remote.ban(caller, id, cause == null ? null : cause.reason());
    }

    @Operation(summary = "The simulated WhatsApp restricts the number, until a time or for a while")
    @PostMapping("/sessions/{id}/restrict")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void restrict(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable Restriction wanted) {
        Restriction restriction = wanted == null ? new Restriction(null, null, null) : wanted;
        remote.restrict(caller, id, restriction.until(), restriction.duration(), restriction.kind());
    }

    @Operation(summary = "The simulated WhatsApp lifts a restriction")
    @PostMapping("/sessions/{id}/unrestrict")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unrestrict(Caller caller, @PathVariable String id) {
        remote.unrestrict(caller, id);
    }

    @Operation(summary = "A simulated person writes to the session")
    @PostMapping("/sessions/{id}/say")
    Said say(Caller caller, @PathVariable String id, @Valid @RequestBody Saying saying) {
        return new Said(remote.say(caller, id, written(saying.from()), saying.text()));
    }

    @Operation(summary = "How a simulated session and its people behave")
    @GetMapping("/sessions/{id}/behaviour")
    Behaviour behaviour(Caller caller, @PathVariable String id) {
        return remote.behaviour(caller, id);
    }

    @Operation(summary = "Changes how a simulated session and its people behave; what is left out stays")
    @PutMapping("/sessions/{id}/behaviour")
    Behaviour behave(Caller caller, @PathVariable String id, @RequestBody BehaviourBody change) {
        return remote.behave(caller, id, change.read());
    }

    @Operation(
            summary = "What arrived at the simulated people, in order",
            description = "after is the seq of the last one read.")
    @GetMapping("/ledger")
    Page<Arrival> ledger(
            Caller caller,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit) {
        if (after < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new Problem(
                    Kind.INVALID,
                    "invalid_limit",
                    "limit must be a number from 1 to " + LARGEST_PAGE,
                    Map.of("largest", LARGEST_PAGE));
        }
        List<Arrival> items = remote.ledger(caller.ownerId(), after, limit);
        return new Page<>(
                items,
                items.size() < limit ? null : Long.toString(items.getLast().seq()));
    }

    @Operation(summary = "The simulated time, and how fast it runs")
    @GetMapping("/clock")
    ClockReading clock() {
        return time.reading();
    }

    @Operation(summary = "Moves the simulated time, forwards or back, or changes how fast it runs")
    @PutMapping("/clock")
    @Needs(Scope.ADMIN)
    ClockReading setClock(Caller caller, @RequestBody ClockChange change) {
        return time.set(caller, change.now(), change.advance(), change.factor());
    }

    /** A phone number may come as a text or as a bare number; what is neither is none. */
    private static String written(JsonNode number) {
        return number.isNumber() ? "+" + number.asString() : number.asString("");
    }
}
