package io.staffetta.cloud;

import java.util.List;

/**
 * What Meta's error codes mean for a message: one table, from Meta's page of error codes and what it does not say there.
 * Only codes in it are known; an unknown one says no more than the status it came with.
 */
final class ErrorCode {

    /** What follows from a code. */
    enum Meaning {
        /** Nothing left; the number has to go slower. */
        SLOWER,
        /** Nothing left; this person has to be left alone for a short while. */
        SLOWER_WITH_PERSON,
        /** Nothing left; this person gets nothing of this sort for a day. */
        TOMORROW,
        /** The person has no WhatsApp, or one that cannot take it. */
        NOT_ON_WHATSAPP,
        /** The person does not want to be written to. */
        OPTED_OUT,
        /** The person cannot be written to by this number. */
        INVALID_NUMBER,
        /** This message or this person is refused for good. */
        REFUSED,
        /** Everything made from this template is refused. */
        TEMPLATE_STOPPED,
        /** The number or the account cannot send until somebody sees to it. */
        NUMBER_STOPPED,
        /** Not in the table. */
        UNKNOWN
    }

    private record Row(int first, int last, Meaning meaning) {}

    private static final int OBJECT_MISSING = 33;

    private static final List<Row> TABLE = List.of(
            row(0, Meaning.NUMBER_STOPPED), // the token holds no more
            row(1, Meaning.SLOWER), // something went wrong at Meta
            row(2, Meaning.SLOWER), // Meta is down or overloaded
            row(3, Meaning.NUMBER_STOPPED), // the app may not do this
            row(4, Meaning.SLOWER), // too many calls by the app
            row(10, Meaning.NUMBER_STOPPED), // a permission is missing or was withdrawn
            row(100, Meaning.REFUSED), // a parameter is wrong
            row(190, Meaning.NUMBER_STOPPED), // the token has expired
            rows(200, 299, Meaning.NUMBER_STOPPED), // permissions
            row(368, Meaning.NUMBER_STOPPED), // blocked for breaching the rules
            row(80007, Meaning.SLOWER), // the account's rate limit
            row(130429, Meaning.SLOWER), // the number's throughput
            row(130472, Meaning.REFUSED), // the person is in an experiment without marketing messages
            row(130497, Meaning.NUMBER_STOPPED), // the account may not write to that country
            row(131000, Meaning.SLOWER), // something went wrong
            row(131008, Meaning.REFUSED), // a parameter is missing
            row(131009, Meaning.REFUSED), // a value is not allowed
            row(131016, Meaning.SLOWER), // the service is unavailable
            row(131021, Meaning.INVALID_NUMBER), // the number writes to itself
            row(131026, Meaning.NOT_ON_WHATSAPP),
            row(131031, Meaning.NUMBER_STOPPED), // the account is locked
            row(131042, Meaning.NUMBER_STOPPED), // payment
            row(131047, Meaning.REFUSED), // outside the 24 hours without a template
            row(131048, Meaning.NUMBER_STOPPED), // too many people blocked or reported the number
            row(131049, Meaning.TOMORROW), // kept back for the health of the ecosystem
            row(131050, Meaning.OPTED_OUT), // the person stopped marketing messages
            rows(131051, 131053, Meaning.REFUSED), // kinds and media that cannot be sent
            row(131056, Meaning.SLOWER_WITH_PERSON), // the pair's rate limit
            row(131057, Meaning.SLOWER), // the account is being maintained
            rows(132000, 132014, Meaning.REFUSED), // values that do not fit the template, or no such template
            rows(132015, 132016, Meaning.TEMPLATE_STOPPED), // paused, disabled
            rows(133000, 133999, Meaning.NUMBER_STOPPED)); // registration of the number

    private ErrorCode() {}

    /** What this error means. */
    static Meaning meaning(GraphError error) {
        if (error.code() == 100 && error.subcode() == OBJECT_MISSING) {
            // Not the message is wrong: the number's id is, or the token may not see it.
            return Meaning.NUMBER_STOPPED;
        }
        return meaning(error.code());
    }

    /** What this code means. */
    static Meaning meaning(int code) {
        return TABLE.stream()
                .filter(row -> row.first <= code && code <= row.last)
                .map(Row::meaning)
                .findFirst()
                .orElse(Meaning.UNKNOWN);
    }

    private static Row row(int code, Meaning meaning) {
        return new Row(code, code, meaning);
    }

    private static Row rows(int first, int last, Meaning meaning) {
        return new Row(first, last, meaning);
    }
}
