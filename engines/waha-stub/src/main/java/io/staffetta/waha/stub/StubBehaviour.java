package io.staffetta.waha.stub;

import java.util.List;
import java.util.Map;

/**
 * How the stub behaves towards one session.
 *
 * @param acks the levels that its messages reach at once after they were taken
 * @param duplicates whether each report comes twice
 * @param reversed whether the levels come in the wrong order
 * @param reports whether webhooks are sent at all
 * @param idsOffered whether ids are given out beforehand
 * @param idStyle how ids are written in answers: {@code full}, {@code key} or {@code serialized}
 * @param slowMillis how long {@link Mood#SLOW} takes
 * @param nobody phone numbers that are not on WhatsApp
 * @param chats phone numbers that WhatsApp knows under another chat
 * @param lids phone numbers behind linked ids, both in digits
 * @param overview whether all chats can be listed with their last messages
 */
public record StubBehaviour(
        List<Integer> acks,
        boolean duplicates,
        boolean reversed,
        boolean reports,
        boolean idsOffered,
        String idStyle,
        long slowMillis,
        List<String> nobody,
        Map<String, String> chats,
        Map<String, String> lids,
        boolean overview) {

    /** As WAHA with its GOWS engine behaves on a good day. */
    public static final StubBehaviour GOOD = new StubBehaviour(
            List.of(1, 2), false, false, true, true, "full", 3000, List.of(), Map.of(), Map.of(), true);

    /** The same with other levels. */
    public StubBehaviour withAcks(List<Integer> levels) {
        return new StubBehaviour(
                levels, duplicates, reversed, reports, idsOffered, idStyle, slowMillis, nobody, chats, lids, overview);
    }

    /** The same with each report twice and the levels in the wrong order. */
    public StubBehaviour confused() {
        return new StubBehaviour(
                acks, true, true, reports, idsOffered, idStyle, slowMillis, nobody, chats, lids, overview);
    }

    /** The same without webhooks. */
    public StubBehaviour silent() {
        return new StubBehaviour(
                acks, duplicates, reversed, false, idsOffered, idStyle, slowMillis, nobody, chats, lids, overview);
    }

    /** The same without ids beforehand. */
    public StubBehaviour withoutIds() {
        return new StubBehaviour(
                acks, duplicates, reversed, reports, false, idStyle, slowMillis, nobody, chats, lids, overview);
    }

    /** The same with ids written in this style. */
    public StubBehaviour withIdStyle(String style) {
        return new StubBehaviour(
                acks, duplicates, reversed, reports, idsOffered, style, slowMillis, nobody, chats, lids, overview);
    }

    /** The same where these are not on WhatsApp, these go by other chats, and these hide behind linked ids. */
    public StubBehaviour withPeople(List<String> missing, Map<String, String> others, Map<String, String> hidden) {
        return new StubBehaviour(
                acks,
                duplicates,
                reversed,
                reports,
                idsOffered,
                idStyle,
                slowMillis,
                missing,
                others,
                hidden,
                overview);
    }

    /** The same where chats cannot be listed. */
    public StubBehaviour withoutOverview() {
        return new StubBehaviour(
                acks, duplicates, reversed, reports, idsOffered, idStyle, slowMillis, nobody, chats, lids, false);
    }
}
