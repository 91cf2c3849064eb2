package io.staffetta.server.session;

/**
 * A mobile operator.
 *
 * @param provider its name, or {@code Unknown}
 * @param plan {@code Prepaid}, {@code Postpaid} or {@code Unknown}
 */
public record Operator(String provider, String plan) {

    /** What stands where nothing is known. */
    public static final String UNKNOWN = "Unknown";
}
