package io.staffetta.server.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Which tests say that they keep which promise; found in the compiled test classes beside this one. */
record KeptPromises(Map<String, TreeSet<String>> tests, List<String> misplaced) {

    /** What the build runs by itself. */
    private static final String RUNS = ".*Tests?(\\$.*)?";

    static KeptPromises find() {
        KeptPromises found = new KeptPromises(new TreeMap<>(), new ArrayList<>());
        try {
            Path root = Path.of(KeptPromises.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .map(file -> className(root.relativize(file)))
                        .filter(name -> !name.endsWith("-info"))
                        .forEach(name -> found.add(load(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    void add(Class<?> type) {
        String name = type.getSimpleName();
        List<Method> tests = Stream.of(type.getDeclaredMethods())
                .filter(method -> runs(type) && isTest(method))
                .toList();
        note(type, name, !tests.isEmpty());
        for (Method method : type.getDeclaredMethods()) {
            note(method, name + "." + method.getName(), tests.contains(method));
        }
    }

    private void note(AnnotatedElement element, String name, boolean runs) {
        for (Contract promise : element.getAnnotationsByType(Contract.class)) {
            if (runs) {
                tests.computeIfAbsent(promise.value(), id -> new TreeSet<>()).add(name);
            } else {
                misplaced.add(name);
            }
        }
    }

    private static boolean runs(Class<?> type) {
        return type.getName().matches(RUNS) && !AnnotationSupport.isAnnotated(type, Disabled.class);
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class)
                && !AnnotationSupport.isAnnotated(method, Disabled.class);
    }

    private static String className(Path file) {
        return file.toString()
                .replaceAll("\\.class$", "")
                .replace(file.getFileSystem().getSeparator(), ".");
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, KeptPromises.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
