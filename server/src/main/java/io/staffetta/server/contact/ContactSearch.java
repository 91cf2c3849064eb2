package io.staffetta.server.contact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page of contacts as SQL, by the beginning of a number or of a name, or all. Each way reads an index in its order and
 * no further than the page.
 *
 * @param sql what follows {@code from contact c}
 * @param params its parameters
 */
record ContactSearch(String sql, List<Object> params) {

    private static final int LONGEST_PHONE = 15;

    /**
     * The search that a text means: digits are the beginning of a number, anything else that of a name.
     *
     * @param after the id of the last contact of the page before, or 0
     */
    static ContactSearch of(long ownerId, String text, long after, int rows) {
        String wanted = text.strip();
        String digits = wanted.replaceAll("[\\s+()/.-]", "");
        if (wanted.isEmpty()) {
            return byNumber(ownerId, "", after, rows);
        }
        boolean number = !digits.isEmpty()
                && digits.length() <= LONGEST_PHONE
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && digits.charAt(0) != '0';
        return number ? byNumber(ownerId, digits, after, rows) : byName(ownerId, wanted, after, rows);
    }

    /** In the order of numbers: a beginning is one range of numbers for each possible length. */
    private static ContactSearch byNumber(long ownerId, String digits, long after, int rows) {
        List<Object> params = new ArrayList<>();
        List<String> ranges = new ArrayList<>();
        long low = digits.isEmpty() ? 0 : Long.parseLong(digits);
        long high = digits.isEmpty() ? 1_000_000_000_000_000L : low + 1;
        for (int length = Math.max(1, digits.length()); length <= LONGEST_PHONE; length++) {
            ranges.add("""
                    (select id, phone from contact where owner_id = ? and phone >= ? and phone < ? and phone > coalesce(
                        (select phone from contact where owner_id = ? and id = ?), 0) order by phone limit ?)
                    """);
            params.addAll(List.of(ownerId, low, high, ownerId, after, rows));
            if (digits.isEmpty()) {
                break;
            }
            low *= 10;
            high *= 10;
        }
        params.add(rows);
        return new ContactSearch(
                "join (" + String.join(" union all ", ranges) + ") f on f.id = c.id order by c.phone limit ?", params);
    }

    private static ContactSearch byName(long ownerId, String text, long after, int rows) {
        String low = text.toLowerCase(Locale.ROOT);
        String sql = """
                where c.owner_id = ? and lower(c.name) collate "C" >= ? and lower(c.name) collate "C" < ?
                    and (?::bigint = 0 or (lower(c.name) collate "C", c.id) > (
                        select lower(l.name) collate "C", l.id from contact l where l.owner_id = ? and l.id = ?))
                order by lower(c.name) collate "C", c.id limit ?
                """;
        String high = low + Character.toString(Character.MAX_CODE_POINT);
        return new ContactSearch(sql, List.of(ownerId, low, high, after, ownerId, after, rows));
    }
}
