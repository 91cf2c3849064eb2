package io.staffetta.server.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * What codes say in each language. The texts lie in {@code messages/<capability>_<language>.properties}, UTF-8, one key
 * a code; {@code {name}} stands for the detail of that name.
 */
@Component
public class Texts {

    /** The languages that every code has a text in. */
    public static final List<String> LANGUAGES = List.of("en", "it", "pt", "es", "id");

    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    private final Map<String, Map<String, String>> byLanguage;

    /** Reads all texts from the class path. */
    public Texts() {
        Map<String, Map<String, String>> read = new HashMap<>();
        for (String language : LANGUAGES) {
            read.put(language, read(language));
        }
        this.byLanguage = Map.copyOf(read);
    }

    /**
     * The text of a code.
     *
     * @param language one of {@link #LANGUAGES}
     * @param details what the text's slots stand for; a slot without a detail stays as it is
     * @return empty if the code has no text in that language
     */
    public Optional<String> find(String language, String code, Map<String, ?> details) {
        return Optional.ofNullable(of(language).get(code)).map(text -> fill(text, details));
    }

    /** All texts of a language, by code. */
    Map<String, String> of(String language) {
        return byLanguage.getOrDefault(language, Map.of());
    }

    private static String fill(String text, Map<String, ?> details) {
        return SLOT.matcher(text).replaceAll(slot -> {
            Object value = details.get(slot.group(1));
            return Matcher.quoteReplacement(value == null ? slot.group() : value.toString());
        });
    }

    private static Map<String, String> read(String language) {
        Map<String, String> texts = new HashMap<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:messages/*_" + language + ".properties")) {
                Properties properties = new Properties();
                try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
                    properties.load(reader);
                }
                for (String code : properties.stringPropertyNames()) {
                    if (texts.put(code, properties.getProperty(code)) != null) {
                        throw new IllegalStateException("Two texts for " + code + " in " + language);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(texts);
    }
}
