package io.staffetta.server.campaign;

/** The statement by which people leave a campaign that was not started, and stand among their file's refused rows. */
final class LeftOut {

    private LeftOut() {}

    /**
     * The statement; it has the parameters {@code :campaign} and {@code :now}, and says how many they were.
     *
     * @param chosen a query for the {@code id} of each, and for the {@code detail} to be kept
     */
    static String sql(RowError why, String chosen) {
        return """
                with chosen as (%2$s),
                gone as (delete from recipient r using chosen where r.campaign_id = :campaign and r.id = chosen.id
                    returning r.import_id, r.row_no, r.phone, r.variables, chosen.detail),
                kept as (insert into recipient_rejection (import_id, row_no, code, detail, fields)
                    select g.import_id, g.row_no, '%1$s', g.detail, array(
                        select case when u.name = i.phone_column then '+' || g.phone
                            else coalesce(g.variables ->> u.name, '') end
                        from unnest(i.columns) with ordinality as u(name, place) order by u.place)
                    from gone g join recipient_import i on i.id = g.import_id),
                counted as (select import_id, count(*)::int as n from gone group by import_id),
                imports as (update recipient_import i set accepted = i.accepted - n.n, rejected = i.rejected + n.n,
                    error_counts = i.error_counts || jsonb_build_object('%1$s',
                        coalesce((i.error_counts ->> '%1$s')::int, 0) + n.n)
                    from counted n where i.id = n.import_id)
                update campaign set recipients = recipients - (select count(*) from gone), updated_at = :now
                where id = :campaign returning (select count(*) from gone)
                """.formatted(why.code(), chosen);
    }
}
