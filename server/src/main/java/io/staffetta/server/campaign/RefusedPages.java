package io.staffetta.server.campaign;

import io.staffetta.core.contact.Misread;
import io.staffetta.core.contact.PhoneNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads refused rows, with all that can be said of why. */
@Component
class RefusedPages {

    private final JdbcClient jdbc;

    RefusedPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A refused row.
     *
     * @param fields as they were in the file
     */
    record Page(ImportReport.RefusedRow row, List<String> fields) {}

    /** The rows of a group behind this one, in the order of the file. */
    List<Page> after(long importId, RefusedGroup group, int after, int most) {
        List<Kept> kept = jdbc.sql("""
                select r.row_no, r.code, r.detail, r.repair, r.fields, coalesce(i.country, c.default_country), c.simulated,
                    i.campaign_id, coalesce(r.fields[array_position(i.columns, i.phone_column)], '')
                from recipient_rejection r join recipient_import i on i.id = r.import_id
                    join campaign c on c.id = i.campaign_id
                where r.import_id = :import and r.row_no > :after
                    and (:code::text is null or r.code = :code) and (:detail::text is null or r.detail = :detail)
                    and (:repair::text is null or r.repair = :repair)
                order by r.row_no limit :most
                """)
                .param("import", importId)
                .param("after", after)
                .param("code", group.code())
                .param("detail", group.detail())
                .param("repair", group.repair())
                .param("most", most)
                .query((row, n) -> kept(row))
                .list();
        Map<Long, ImportReport.Place> first = first(kept);
        return kept.stream()
                .map(one -> new Page(one.shown(first.get(one.readAs())), one.fields()))
                .toList();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                List.of((String[]) row.getArray(5).getArray()),
                row.getString(6),
                row.getBoolean(7),
                row.getLong(8),
                row.getString(9));
    }

    private record Kept(
            int row,
            String code,
            @Nullable String detail,
            @Nullable String repair,
            List<String> fields,
            String country,
            boolean simulated,
            long campaignId,
            String phone) {

        private PhoneCells phones() {
            return new PhoneCells(country, simulated);
        }

        /** The number of a duplicate; of others it does not matter. */
        long readAs() {
            return code.equals(RowError.DUPLICATE.code()) ? phones().read(phone) : PhoneCells.NONE;
        }

        ImportReport.RefusedRow shown(ImportReport.@Nullable Place sameAs) {
            boolean misread = code.equals(RowError.INVALID_NUMBER.code());
            Misread why = misread ? phones().misread(phone) : null;
            return new ImportReport.RefusedRow(
                    row,
                    code,
                    detail,
                    phone,
                    why != null ? why.country() : code.equals(RowError.COUNTRY_INFERRED.code()) ? detail : null,
                    why == null
                            ? List.of()
                            : why.numbers().stream()
                                    .map(PhoneNumber::international)
                                    .toList(),
                    repair == null
                            ? null
                            : phones().repair(phone)
                                    .map(found -> new ImportReport.Proposal(
                                            found.kind().code(), found.number().international()))
                                    .orElse(null),
                    sameAs);
        }
    }

    /** Where those stand in the campaign that others are duplicates of. */
    private Map<Long, ImportReport.Place> first(List<Kept> kept) {
        Long[] phones = kept.stream()
                .map(Kept::readAs)
                .filter(phone -> phone != PhoneCells.NONE)
                .toArray(Long[]::new);
        Map<Long, ImportReport.Place> first = new HashMap<>();
        if (phones.length > 0) {
            jdbc.sql(
                            "select phone, import_id, row_no from recipient where campaign_id = :campaign and phone = any(:phones)")
                    .param("campaign", kept.getFirst().campaignId())
                    .param("phones", phones)
                    .query(row -> {
                        first.put(row.getLong(1), new ImportReport.Place(row.getLong(2), row.getInt(3)));
                    });
        }
        return first;
    }
}
