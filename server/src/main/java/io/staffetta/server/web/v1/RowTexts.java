package io.staffetta.server.web.v1;

import io.staffetta.server.campaign.ImportReport;
import io.staffetta.server.web.RequestLanguage;
import io.staffetta.server.web.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is said of refused rows, in the reader's language. */
@Component
class RowTexts {

    private final Texts texts;

    RowTexts(Texts texts) {
        this.texts = texts;
    }

    /** The words of one language. */
    Words in(HttpServletRequest request) {
        return new Words(RequestLanguage.of(request));
    }

    /**
     * The words of one language.
     *
     * @param wanted one of {@link Texts#LANGUAGES}; by the request if it is another or null
     */
    Words in(@Nullable String wanted, HttpServletRequest request) {
        String language = wanted == null ? "" : Locale.forLanguageTag(wanted).getLanguage();
        return Texts.LANGUAGES.contains(language) ? new Words(language) : in(request);
    }

    /** Says it in one language. */
    final class Words {

        private final String language;

        private Words(String language) {
            this.language = language;
        }

        /** Why the row was refused, and what it may have been meant to be. */
        String of(ImportReport.RefusedRow row) {
            String said = find(key(row), details(row)).orElse(row.code());
            ImportReport.Proposal proposal = row.proposal();
            return proposal == null
                    ? said
                    : said + " "
                            + find("row_proposal", Map.of("number", proposal.phone()))
                                    .orElse(proposal.phone());
        }

        private Optional<String> find(String key, Map<String, ?> details) {
            return texts.find(language, key, details);
        }

        private Map<String, Object> details(ImportReport.RefusedRow row) {
            Map<String, Object> details = new HashMap<>();
            details.put("detail", Objects.requireNonNullElse(row.detail(), ""));
            details.put("numbers", String.join(", ", row.numbers()));
            if (row.country() != null) {
                details.put("country", Locale.of("", row.country()).getDisplayCountry(Locale.of(language)));
            }
            if (row.sameAs() != null) {
                details.put("line", row.sameAs().row());
            }
            return details;
        }
    }

    private static String key(ImportReport.RefusedRow row) {
        return switch (row.code()) {
            case "invalid_number" ->
                "not_in_country".equals(row.detail()) && row.country() == null
                        ? "row_in_no_country"
                        : "row_" + row.detail();
            case "duplicate" -> row.sameAs() == null ? "row_duplicate" : "row_same_as";
            default -> "row_" + row.code();
        };
    }
}
