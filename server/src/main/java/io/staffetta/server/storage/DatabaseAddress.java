package io.staffetta.server.storage;

/**
 * Where the database is and who we are there.
 *
 * @param url a JDBC URL
 */
public record DatabaseAddress(String url, String user, String password) {

    /** The same without the password, so that no log prints it. */
    @Override
    public String toString() {
        return user + "@" + url.replaceFirst("\\?.*", "");
    }
}
