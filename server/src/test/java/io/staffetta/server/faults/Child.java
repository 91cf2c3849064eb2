package io.staffetta.server.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java program on this test's class path, as a process of its own. */
final class Child {

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    static Child java(
            Path log, Map<String, String> environment, List<String> options, String mainClass, List<String> arguments) {
        return java(log, environment, options, "", mainClass, arguments);
    }

    /** With this first on the class path. */
    static Child java(
            Path log,
            Map<String, String> environment,
            List<String> options,
            String first,
            String mainClass,
            List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        String classes = System.getProperty("java.class.path");
        command.addAll(List.of("-cp", first.isEmpty() ? classes : first + File.pathSeparator + classes, mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        try {
            return new Child(builder.start());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    long pid() {
        return process.pid();
    }

    /** kill -9, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        waitFor(10);
    }

    /** SIGSTOP: it does nothing more until it is thawed, and is not told. */
    void freeze() {
        signal(pid(), "STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal(pid(), "CONT");
    }

    static void signal(long pid, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("SIG" + name + " did not reach " + pid);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM, and waits until it has ended by itself. */
    void stop() {
        process.destroy();
        if (!waitFor(60)) {
            kill();
        }
    }

    boolean waitFor(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
