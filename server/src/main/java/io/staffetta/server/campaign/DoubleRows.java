package io.staffetta.server.campaign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows with the same number of one file, those that count and those that do not; in the caller's transaction. */
@Component
class DoubleRows {

    /** What is said of a double whose values were taken over. */
    static final String MERGED = "merged";

    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DoubleRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * A double that does not count.
     *
     * @param number where it stands in the file
     * @param cells as many as the file has columns
     */
    record Refused(int number, long phone, List<String> cells) {

        /** Without the person. */
        @Override
        public String toString() {
            return "Refused[" + number + "]";
        }
    }

    /** A row that is in the campaign. */
    record Counting(
            long recipient,
            int number,
            long phone,
            Map<String, String> values,
            @Nullable String remark) {

        /** Without the person. */
        @Override
        public String toString() {
            return "Counting[" + number + "]";
        }
    }

    /**
     * Two that change places.
     *
     * @param read how the number of the one that comes in was read
     */
    record Swap(Counting out, Refused in, PhoneCells.Reading read) {}

    /** The doubles behind this row that do not count and were not merged, in the order of the file. */
    List<Refused> after(SecondReading.Import of, int after, int most) {
        PhoneCells phones = PhoneCells.of(of.campaign(), of.country());
        return jdbc.sql("""
                select row_no, fields from recipient_rejection
                where import_id = ? and code = 'duplicate' and detail is null and row_no > ? order by row_no limit ?
                """)
                .params(of.id(), after, most)
                .query((row, n) -> {
                    List<String> fields = List.of((String[]) row.getArray(2).getArray());
                    String phone = fields.size() > of.phoneColumn() ? fields.get(of.phoneColumn()) : "";
                    return new Refused(row.getInt(1), phones.read(phone), of.with(fields, phone));
                })
                .list();
    }

    /** The rows of the same file that count, by number. */
    Map<Long, Counting> counting(Connection connection, SecondReading.Import of, List<Refused> doubles)
            throws SQLException {
        Map<Long, Counting> counting = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                select id, row_no, phone, variables::text, remark from recipient
                where campaign_id = ? and phone = any(?) and import_id = ?
                """)) {
            select.setLong(1, of.campaign().id());
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", doubles.stream().map(Refused::phone).toArray()));
            select.setLong(3, of.id());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    counting.put(
                            row.getLong(3),
                            new Counting(
                                    row.getLong(1),
                                    row.getInt(2),
                                    row.getLong(3),
                                    json.readValue(row.getString(4), VALUES),
                                    row.getString(5)));
                }
            }
        }
        return counting;
    }

    /** Lets them change places: the person stays in the campaign, with what the other row says. */
    void swap(Connection connection, SecondReading.Import of, Collection<Swap> swaps) throws SQLException {
        try (PreparedStatement refuse = connection.prepareStatement("""
                        update recipient_rejection set row_no = ?, fields = ? where import_id = ? and row_no = ?
                        """);
                PreparedStatement take = connection.prepareStatement("""
                        update recipient set row_no = ?, variables = ?::jsonb, remark = ?, country = ?
                        where campaign_id = ? and id = ?
                        """)) {
            for (Swap swap : swaps) {
                refuse.setInt(1, swap.out().number());
                refuse.setArray(2, connection.createArrayOf("text", fields(of, swap.out())));
                refuse.setLong(3, of.id());
                refuse.setInt(4, swap.in().number());
                refuse.addBatch();
                take.setInt(1, swap.in().number());
                take.setString(2, json.writeValueAsString(of.values(swap.in().cells())));
                take.setString(3, remark(swap));
                take.setString(4, swap.read().country());
                take.setLong(5, of.campaign().id());
                take.setLong(6, swap.out().recipient());
                take.addBatch();
            }
            refuse.executeBatch();
            take.executeBatch();
        }
    }

    /** Fills what the rows that count lack. */
    void merge(Connection connection, SecondReading.Import of, List<Refused> doubles) throws SQLException {
        Map<Long, Counting> counting = counting(connection, of, doubles);
        try (PreparedStatement fill = connection.prepareStatement(
                        "update recipient set variables = ?::jsonb || variables where campaign_id = ? and id = ?");
                PreparedStatement say = connection.prepareStatement("update recipient_rejection set detail = '" + MERGED
                        + "' where import_id = ? and row_no = ?")) {
            for (Refused row : doubles) {
                Counting into = counting.get(row.phone());
                if (into == null) {
                    continue;
                }
                fill.setString(1, json.writeValueAsString(of.values(row.cells())));
                fill.setLong(2, of.campaign().id());
                fill.setLong(3, into.recipient());
                fill.addBatch();
                say.setLong(1, of.id());
                say.setInt(2, row.number());
                say.addBatch();
            }
            fill.executeBatch();
            say.executeBatch();
        }
    }

    /** What a person found right of a number stays right. */
    private static @Nullable String remark(Swap swap) {
        Remark read = swap.read().remark();
        boolean confirmed = read == Remark.COUNTRY_INFERRED
                && Remark.CONFIRMED.code().equals(swap.out().remark());
        return confirmed ? Remark.CONFIRMED.code() : read == null ? null : read.code();
    }

    private static Object[] fields(SecondReading.Import of, Counting row) {
        String[] fields = of.columns().stream()
                .map(name -> row.values().getOrDefault(name, ""))
                .toArray(String[]::new);
        fields[of.phoneColumn()] = PrintedNumber.plus(row.phone());
        return fields;
    }
}
