package io.staffetta.server.session;

import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.session.Session.Account;
import io.staffetta.server.session.Session.Binding;
import io.staffetta.server.session.Session.Condition;
import io.staffetta.server.session.Session.Limits;
import io.staffetta.server.session.Session.NumberRestriction;
import io.staffetta.server.session.Session.Preferences;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads a session out of a row. */
final class SessionRows implements RowMapper<Session> {

    private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> OPTIONS = new TypeReference<>() {};

    private final JsonMapper json;

    SessionRows(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Session mapRow(ResultSet row, int number) throws SQLException {
        return new Session(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getString("session_id"),
                row.getString("name"),
                new Binding(
                        row.getString("engine"),
                        row.getBoolean("simulated"),
                        read(row.getString("settings")),
                        names(row.getArray("secrets"))),
                row.getString("desired").equals("on"),
                new Condition(
                        SessionState.of(row.getString("state")),
                        row.getString("state_reason"),
                        row.getString("state_detail"),
                        Objects.requireNonNull(at(row, "state_since"))),
                new Account(number(row, "phone"), row.getString("display_name"), quality(row)),
                new Limits(row.getInt("hourly_limit"), row.getInt("daily_limit"), row.getBoolean("typing_simulation")),
                new Preferences(number(row, "own_number"), row.getString("country"), ZoneId.of(row.getString("zone"))),
                restriction(row),
                Objects.requireNonNull(at(row, "created_at")),
                at(row, "ready_at"),
                Objects.requireNonNull(at(row, "updated_at")),
                row.getLong("messages_sent"));
    }

    /** Settings or options as they are stored. */
    String write(Map<String, ?> settings) {
        return json.writeValueAsString(settings);
    }

    /** The options, read back. */
    Map<String, Object> options(String stored) {
        return stored.equals("{}") ? Map.of() : json.readValue(stored, OPTIONS);
    }

    private Map<String, String> read(String settings) {
        return settings.equals("{}") ? Map.of() : json.readValue(settings, SETTINGS);
    }

    private static Set<String> names(@Nullable Array stored) throws SQLException {
        return stored == null ? Set.of() : Set.of((String[]) stored.getArray());
    }

    private static @Nullable NumberRestriction restriction(ResultSet row) throws SQLException {
        Instant until = at(row, "restricted_until");
        return until == null
                ? null
                : new NumberRestriction(row.getLong("restriction_id"), until, row.getString("restriction_kind"));
    }

    static @Nullable NumberQuality quality(ResultSet row) throws SQLException {
        String code = row.getString("quality");
        return code == null ? null : NumberQuality.of(code);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant at(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
