package io.staffetta.server.web.doors;

import io.staffetta.server.web.RequestLanguage;
import io.staffetta.server.web.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the doors say when something went well. */
@Component
public class DoorTexts {

    private final Texts texts;

    DoorTexts(Texts texts) {
        this.texts = texts;
    }

    /** The text of a code in the language of a request. */
    public String say(HttpServletRequest request, String code, Map<String, ?> details) {
        return texts.find(RequestLanguage.of(request), code, details)
                .orElseThrow(() -> new IllegalStateException("no text for " + code));
    }
}
