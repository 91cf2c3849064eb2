package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.util.Locale;
import java.util.regex.Pattern;

/** E-mail addresses as names of users: compared in lower case. */
final class Emails {

    private static final Pattern FORM = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,189}");

    private Emails() {}

    /** The address as it is stored. */
    static String read(String written) {
        String address = written.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(address).matches()) {
            throw new Problem(Problem.Kind.INVALID, "invalid_email", "That is not an e-mail address");
        }
        return address;
    }
}
