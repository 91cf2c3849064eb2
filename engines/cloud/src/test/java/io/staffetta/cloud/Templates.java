package io.staffetta.cloud;

import java.util.List;
import java.util.Map;

/** Templates as Meta lists them. */
final class Templates {

    static final List<Map<String, Object>> FIVE = List.of(
            Map.of(
                    "id",
                    "1",
                    "name",
                    "a",
                    "language",
                    "en",
                    "category",
                    "MARKETING",
                    "status",
                    "APPROVED",
                    "components",
                    List.of(
                            Map.of("type", "HEADER", "format", "IMAGE"),
                            Map.of("type", "BODY", "text", "Hi {{1}}, see you on {{2}}, {{1}}"),
                            Map.of(
                                    "type",
                                    "BUTTONS",
                                    "buttons",
                                    List.of(
                                            Map.of("type", "URL", "text", "See", "url", "https://shop.example/{{1}}"),
                                            Map.of("type", "QUICK_REPLY", "text", "Stop"))))),
            plain("b"),
            plain("c"),
            plain("d"),
            plain("e"));

    private Templates() {}

    private static Map<String, Object> plain(String name) {
        return Map.of(
                "id",
                name,
                "name",
                name,
                "language",
                "en",
                "category",
                "UTILITY",
                "status",
                "APPROVED",
                "components",
                List.of(Map.of("type", "BODY", "text", "Hello")));
    }
}
