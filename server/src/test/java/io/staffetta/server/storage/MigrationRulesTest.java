package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * What migrations from the second on may do: docs/decisions/rolling-upgrade.md. While one runs, nodes of the version before
 * work on the same tables, and go on doing so afterwards.
 */
class MigrationRulesTest {

    /** Says that nodes of older versions cannot work on it any more, and are refused. */
    private static final Pattern LEAVES_OTHERS_BEHIND = Pattern.compile("oldest_schema");

    private static final Map<String, Pattern> TAKES_AWAY = Map.of(
            "drops something",
            Pattern.compile("\\bdrop (table|view|column|constraint|function|sequence|type)\\b"),
            "renames something",
            Pattern.compile("\\brename (to|column|constraint)\\b|\\brename \\w+ to\\b"),
            "changes a type",
            Pattern.compile("\\balter (column )?\\w+ (set data )?type\\b"),
            "wants a value that older versions do not write",
            Pattern.compile(
                    "\\bset not null\\b|\\badd column (?:if not exists )?\\w+ (?:(?!default)[^,;])*not null(?:(?!default)[^,;])*[,;]"),
            "empties a table",
            Pattern.compile("\\btruncate\\b"));

    private static final Pattern LOCKS = Pattern.compile(
            "\\balter table (?:if exists )?(?:only )?(\\w+)|\\bcreate (?:unique )?index (?!concurrently)[^;]*? on (\\w+)");

    @Test
    void everyMigrationKeepsToTheRules() throws IOException {
        for (String place : List.of("db/migration", "next-version/db/migration")) {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + place + "/V*.sql")) {
                if (!Objects.requireNonNull(file.getFilename()).startsWith("V1__")) {
                    assertThat(broken(file.getContentAsString(java.nio.charset.StandardCharsets.UTF_8)))
                            .as(file.getFilename())
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table message drop column body;",
                "drop table pool;",
                "alter table pool rename to pools;",
                "alter table pool rename column name to title;",
                "alter table message alter column attempts type int;",
                "alter table message alter column body set not null;",
                "alter table message add column note text not null;",
                "truncate early_receipt;",
                "alter table message add column a text; alter table campaign add column a text;",
                "create index a on message (id); create index b on campaign (id);"
            })
    void whatWouldHinderTheVersionBeforeIsRefused(String sql) {
        assertThat(broken(sql)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- drop table\nalter table message add column note text not null default '';",
                "alter table message add column a text, add column b int not null default 0;",
                "create table notes (id bigint primary key, text text not null); create index n on notes (text);",
                "drop index concurrently if exists a;\ncreate index concurrently a on message (note);",
                "alter table message drop column note; insert into setting values ('oldest_schema', '7');"
            })
    void whatOnlyAddsOrSaysWhomItLeavesBehindIsAllowed(String sql) {
        assertThat(broken(sql)).isEmpty();
    }

    /** Which rules a migration breaks. */
    private static List<String> broken(String sql) {
        String plain = sql.replaceAll("(?m)--.*$", "").replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        Map<String, String> broken = new TreeMap<>();
        if (!LEAVES_OTHERS_BEHIND.matcher(plain).find()) {
            TAKES_AWAY.forEach((rule, pattern) -> {
                if (pattern.matcher(plain).find()) {
                    broken.put(rule, plain);
                }
            });
        }
        List<String> locked = LOCKS.matcher(plain)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .distinct()
                .filter(table -> !plain.contains("create table " + table + " "))
                .toList();
        if (locked.size() > 1) {
            broken.put("locks several tables at a time", Arrays.toString(locked.toArray()));
        }
        return List.copyOf(broken.keySet());
    }
}
