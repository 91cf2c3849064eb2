package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.server.campaign.file.FileLimits;
import io.staffetta.server.campaign.file.FileRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Judges refused rows anew, in the caller's transaction: they become recipients, or are kept with the new reason. */
@Component
class SecondReading {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SecondReading(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * A refused row as it is to be judged now.
     *
     * @param taken what is to be said of its number if it is taken; null for what its reading says
     * @param country for which that was taken, where it was inferred
     */
    record Row(
            int number,
            List<String> cells,
            @Nullable Remark taken,
            @Nullable String country) {

        private PhoneCells.Reading as(PhoneCells.Reading read) {
            return taken == null ? read : new PhoneCells.Reading(read.phone(), taken, country);
        }
    }

    /** How an import was read. */
    record Import(long id, ImportGround.Campaign campaign, List<String> columns, int phoneColumn, String country) {

        /** A row with as many cells as there are columns, and with this phone. */
        List<String> with(List<String> cells, String phone) {
            List<String> mended = new ArrayList<>(cells);
            mended.addAll(Collections.nCopies(Math.max(0, columns.size() - cells.size()), ""));
            mended.set(phoneColumn, phone);
            return mended;
        }

        /** Judges rows of it, knowing of these numbers that they are taken. */
        RowCheck check(LongSet taken, OptedOut optedOut) {
            return new RowCheck(
                    columns,
                    phoneColumn,
                    PhoneCells.of(campaign, country),
                    taken,
                    optedOut,
                    CampaignTexts.required(campaign.template()),
                    FileLimits.DOCUMENTED.rowLength());
        }

        /** What a row with a cell for each column says of its person, by column; empty cells and the phone left out. */
        Map<String, String> values(List<String> cells) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                if (i != phoneColumn && !cells.get(i).isEmpty()) {
                    values.put(columns.get(i), cells.get(i));
                }
            }
            return values;
        }
    }

    /**
     * An import that is done.
     *
     * @throws Problem {@code import_not_found}
     */
    Import of(ImportGround.Campaign campaign, long importId) {
        return jdbc.sql("""
                select columns, phone_column, country from recipient_import
                where id = ? and campaign_id = ? and state = 'done'
                """)
                .params(importId, campaign.id())
                .query((row, n) -> {
                    List<String> columns = List.of((String[]) row.getArray(1).getArray());
                    String country = row.getString(3);
                    return new Import(
                            importId,
                            campaign,
                            columns,
                            columns.indexOf(row.getString(2)),
                            country == null ? campaign.defaultCountry() : country);
                })
                .optional()
                .orElseThrow(SecondReading::noImport);
    }

    /** Judges these rows. */
    void judge(Connection connection, Import of, OptedOut optedOut, List<Row> rows) throws SQLException {
        RowCheck check = check(connection, of, optedOut, rows);
        List<Row> accepted = new ArrayList<>();
        List<PhoneCells.Reading> phones = new ArrayList<>();
        try (PreparedStatement refuse = connection.prepareStatement("""
                update recipient_rejection set code = ?, detail = ?, repair = ?, fields = ?
                where import_id = ? and row_no = ?
                """)) {
            for (Row row : rows) {
                switch (check.judge(new FileRow(row.number(), row.cells()))) {
                    case RowCheck.Verdict.Accepted(PhoneCells.Reading read) -> {
                        accepted.add(row);
                        phones.add(row.as(read));
                    }
                    case RowCheck.Verdict.Refused why -> {
                        refuse.setString(1, why.error().code());
                        refuse.setString(2, why.detail());
                        refuse.setString(
                                3, why.repair() == null ? null : why.repair().code());
                        refuse.setArray(
                                4, connection.createArrayOf("text", row.cells().toArray()));
                        refuse.setLong(5, of.id());
                        refuse.setInt(6, row.number());
                        refuse.addBatch();
                    }
                }
            }
            refuse.executeBatch();
        }
        accept(connection, of, accepted, phones);
    }

    /** Counts anew; of more refused rows than are kept, the counts by reason stay those of the whole file. */
    void recount(long importId) {
        jdbc.sql("""
                update recipient_import set error_counts = coalesce((select jsonb_object_agg(code, n) from
                    (select code, count(*) as n from recipient_rejection where import_id = :id group by code) c), '{}')
                where id = :id and rejected <= :most
                """)
                .param("id", importId)
                .param("most", ImportLedger.MOST_KEPT)
                .update();
    }

    /** Knows, of all who are in the campaign already, just those who matter. */
    private static RowCheck check(Connection connection, Import of, OptedOut optedOut, List<Row> rows)
            throws SQLException {
        PhoneCells phones = PhoneCells.of(of.campaign(), of.country());
        Object[] read = rows.stream()
                .map(row -> phones.read(row.cells().get(of.phoneColumn())))
                .filter(phone -> phone != PhoneCells.NONE)
                .toArray();
        LongSet taken = new LongSet(rows.size());
        try (PreparedStatement select =
                connection.prepareStatement("select phone from recipient where campaign_id = ? and phone = any(?)")) {
            select.setLong(1, of.campaign().id());
            select.setArray(2, connection.createArrayOf("bigint", read));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    taken.add(row.getLong(1));
                }
            }
        }
        return of.check(taken, optedOut);
    }

    private void accept(Connection connection, Import of, List<Row> rows, List<PhoneCells.Reading> phones)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                        insert into recipient (campaign_id, import_id, row_no, phone, remark, country, variables)
                        values (?, ?, ?, ?, ?, ?, ?::jsonb)
                        """);
                PreparedStatement delete = connection.prepareStatement(
                        "delete from recipient_rejection where import_id = ? and row_no = ?")) {
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                PhoneCells.Reading phone = phones.get(i);
                insert.setLong(1, of.campaign().id());
                insert.setLong(2, of.id());
                insert.setInt(3, row.number());
                insert.setLong(4, phone.phone());
                insert.setString(
                        5, phone.remark() == null ? null : phone.remark().code());
                insert.setString(6, phone.country());
                insert.setString(7, json.writeValueAsString(of.values(row.cells())));
                insert.addBatch();
                delete.setLong(1, of.id());
                delete.setInt(2, row.number());
                delete.addBatch();
            }
            insert.executeBatch();
            delete.executeBatch();
        }
        jdbc.sql("update recipient_import set accepted = accepted + :n, rejected = rejected - :n where id = :id")
                .param("n", rows.size())
                .param("id", of.id())
                .update();
        jdbc.sql("update campaign set recipients = recipients + ? where id = ?")
                .params(rows.size(), of.campaign().id())
                .update();
    }

    static Problem noImport() {
        return new Problem(Problem.Kind.NOT_FOUND, "import_not_found", "There is no such import.");
    }
}
