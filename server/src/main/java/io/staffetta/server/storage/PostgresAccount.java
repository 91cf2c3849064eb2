package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** As whom PostgreSQL runs. It refuses to run as root, and the product must not refuse that. */
sealed interface PostgresAccount {

    /** This command, run by the account. */
    List<String> command(List<String> command);

    /** This command, run by an account that {@code initdb} can find a name for. */
    default List<String> namedCommand(List<String> command) {
        return command(command);
    }

    /** Hands over files that were made by the product, before a command. */
    default void give(Path folder) throws IOException {}

    /** Hands over files for the commands that need a name. */
    default void giveNamed(Path folder) throws IOException {}

    /** Whether the account can get to this folder. */
    default boolean reaches(Path folder) {
        return true;
    }

    /** Makes files its own that were made under another account. */
    default void adopt(Path folder) throws IOException {}

    /**
     * The first way that works here.
     *
     * @param owner whose the files are that exist; 0 is root, who need not stay their owner
     */
    static PostgresAccount choose(int owner) {
        if (!isRoot()) {
            return new Ourselves();
        }
        if (owner != 0 && new OtherUser(owner).works()) {
            return new OtherUser(owner);
        }
        UserNamespace namespace = new UserNamespace();
        Subprocess name = Subprocess.run(namespace.command(List.of("id", "-un")));
        if (name.succeeded() && !name.output().equals("root")) {
            return namespace;
        }
        OtherUser dedicated = new OtherUser(OtherUser.DEDICATED);
        if (dedicated.works()) {
            return dedicated;
        }
        throw new Problem(
                Problem.Kind.UNAVAILABLE,
                "database_needs_user",
                "PostgreSQL does not run as root, and neither unshare -U nor setpriv works here; start as a normal user,"
                        + " or use an external database: " + ExternalDatabase.HOW);
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /** The user who started the product. */
    record Ourselves() implements PostgresAccount {
        @Override
        public List<String> command(List<String> command) {
            return command;
        }
    }

    /** Root outside, nobody inside a user namespace: the files stay root's. */
    record UserNamespace() implements PostgresAccount {
        @Override
        public List<String> command(List<String> command) {
            return Stream.concat(Stream.of("unshare", "-U"), command.stream()).toList();
        }
    }

    /**
     * Somebody who is not root: the owner of files that exist, or a number that no other account has where user namespaces
     * are forbidden, as in most containers.
     */
    record OtherUser(int uid) implements PostgresAccount {

        private static final int DEDICATED = 64_207;
        private static final int NOBODY = 65_534;

        boolean works() {
            return Subprocess.run(command(List.of("true"))).succeeded()
                    && Subprocess.run(namedCommand(List.of("id", "-un"))).succeeded();
        }

        @Override
        public List<String> command(List<String> command) {
            return as(uid, command);
        }

        @Override
        public List<String> namedCommand(List<String> command) {
            return as(NOBODY, command);
        }

        @Override
        public void give(Path folder) throws IOException {
            Folders.give(folder, uid);
        }

        @Override
        public void giveNamed(Path folder) throws IOException {
            Folders.give(folder, NOBODY);
        }

        @Override
        public void adopt(Path folder) throws IOException {
            if (!Integer.valueOf(uid).equals(Files.getAttribute(folder, "unix:uid"))) {
                give(folder);
            }
        }

        @Override
        public boolean reaches(Path folder) {
            return Subprocess.run(command(List.of("test", "-x", folder.toString())))
                    .succeeded();
        }

        private static List<String> as(int uid, List<String> command) {
            Stream<String> setpriv = Stream.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
            return Stream.concat(setpriv, command.stream()).toList();
        }
    }
}
