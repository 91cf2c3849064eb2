package io.staffetta.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a Java process holds and has used, as Linux and {@code jcmd} tell it. */
record Vitals(long pid) {

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final double TICKS_PER_SECOND = 100;

    /** Memory that is really there, in MB. */
    double residentMegabytes() {
        return status("VmRSS") / 1024;
    }

    /** Threads of the operating system. */
    int threads() {
        return (int) status("Threads");
    }

    /** Files, sockets and pipes. */
    int openFiles() {
        try (Stream<Path> files = Files.list(proc("fd"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time since its start. */
    double processorSeconds() {
        try {
            String[] fields =
                    Files.readString(proc("stat")).replaceFirst("^.*\\) ", "").split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            // It has ended meanwhile.
            return 0;
        }
    }

    /** What lives on the heap, in MB: everything else is collected first. */
    double livingMegabytes() {
        Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
        return total.find() ? Double.parseDouble(total.group(1)) / 1024 / 1024 : 0;
    }

    private double status(String name) {
        try {
            return Files.readAllLines(proc("status")).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    private String jcmd(String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
