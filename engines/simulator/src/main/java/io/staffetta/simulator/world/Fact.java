package io.staffetta.simulator.world;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of {@code links.jsonl}: something that became so. A later one on the same subject replaces it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.Assigned.class, name = "assigned"),
    @JsonSubTypes.Type(value = Fact.Linked.class, name = "linked"),
    @JsonSubTypes.Type(value = Fact.Unlinked.class, name = "unlinked"),
    @JsonSubTypes.Type(value = Fact.Banned.class, name = "banned"),
    @JsonSubTypes.Type(value = Fact.Restricted.class, name = "restricted"),
    @JsonSubTypes.Type(value = Fact.Unrestricted.class, name = "unrestricted"),
    @JsonSubTypes.Type(value = Fact.Behaves.class, name = "behaves"),
    @JsonSubTypes.Type(value = Fact.Met.class, name = "met")
})
sealed interface Fact {

    /** This session gets this number when it is scanned without naming one. */
    record Assigned(String sessionKey, long number) implements Fact {}

    /** The phone accepted this session. */
    record Linked(String token, String sessionKey, long number) implements Fact {}

    /** The link is gone. */
    record Unlinked(String token) implements Fact {}

    /** The account was closed. */
    record Banned(long number, String reason) implements Fact {}

    /** The number may open no new chats. */
    record Restricted(long number, Instant until, String kind) implements Fact {}

    /** The number is free again. */
    record Unrestricted(long number) implements Fact {}

    /** This session, or everybody else if it names none, behaves so. */
    record Behaves(@Nullable String sessionKey, Behaviour behaviour) implements Fact {}

    /** A person wrote to the number first. */
    record Met(long number, long person) implements Fact {}
}
