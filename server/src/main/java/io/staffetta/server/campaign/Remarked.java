package io.staffetta.server.campaign;

import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.queue.Transactions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The people of a file of whose numbers something is to be said. Who was taken for somebody of another country is in the
 * campaign unless a person says otherwise: a program that sends files need not ask anybody.
 */
@Component
public class Remarked {

    private static final String LEAVE_OUT = LeftOut.sql(RowError.COUNTRY_INFERRED, """
            select id, country as detail from recipient where campaign_id = :campaign and import_id = :import
                and remark in ('country_inferred', 'confirmed') and country = :country
            """);

    private final Transactions transactions;
    private final Imports imports;
    private final Mending mending;
    private final SecondReading readings;
    private final JdbcClient jdbc;
    private final Clock clock;

    Remarked(
            Transactions transactions,
            Imports imports,
            Mending mending,
            SecondReading readings,
            JdbcClient jdbc,
            Clock clock) {
        this.transactions = transactions;
        this.imports = imports;
        this.mending = mending;
        this.readings = readings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Somebody in the campaign.
     *
     * @param row where the person stands in the file
     * @param country for which the number was taken, where that was inferred
     */
    public record Person(
            int row, String phone, String remark, @Nullable String country) {

        /** Without the phone. */
        @Override
        public String toString() {
            return "Person[" + row + ", " + remark + "]";
        }
    }

    /** Those behind this row, in the order of the file; a remark or country that is null does not matter. */
    public List<Person> after(
            long campaignId, long importId, @Nullable String remark, @Nullable String country, long after, int most) {
        return jdbc.sql("""
                select row_no, phone, remark, country from recipient
                where campaign_id = :campaign and import_id = :import and remark is not null and phone > 0
                    and row_no > :after and (:remark::text is null or remark = :remark)
                    and (:country::text is null or country = :country)
                order by row_no limit :most
                """)
                .param("campaign", campaignId)
                .param("import", importId)
                .param("after", after)
                .param("remark", remark)
                .param("country", country)
                .param("most", most)
                .query((row, n) -> new Person(
                        row.getInt(1),
                        new PhoneNumber(row.getLong(2)).international(),
                        row.getString(3),
                        row.getString(4)))
                .list();
    }

    /**
     * Finds right what was inferred of this country, also what had been left out.
     *
     * @throws io.staffetta.core.Problem {@code campaign_not_found}, {@code campaign_not_editable},
     *     {@code import_not_found}, {@code import_running}
     */
    public void confirm(long ownerId, long campaignId, long importId, String country) {
        mending.again(ownerId, campaignId, importId, new RefusedGroup("country_inferred", country, null));
        transactions.in(connection -> {
            ImportGround.lock(connection, ownerId, campaignId);
            return jdbc.sql("""
                    update recipient set remark = 'confirmed'
                    where campaign_id = ? and import_id = ? and remark = 'country_inferred' and country = ?
                    """).params(campaignId, importId, country).update();
        });
    }

    /**
     * Leaves out who was taken for somebody of this country.
     *
     * @throws io.staffetta.core.Problem {@code campaign_not_found}, {@code campaign_not_editable},
     *     {@code import_not_found}, {@code import_running}
     */
    public void leaveOut(long ownerId, long campaignId, long importId, String country) {
        transactions.in(connection -> {
            ImportGround.Campaign campaign = ImportGround.lock(connection, ownerId, campaignId);
            imports.checkNothingIsRead(campaignId);
            readings.of(campaign, importId);
            return jdbc.sql(LEAVE_OUT)
                    .param("campaign", campaignId)
                    .param("import", importId)
                    .param("country", country)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .query(Integer.class)
                    .single();
        });
    }
}
