package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.file.GarbledText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Texts before they are used. */
@Tag(name = "Campaigns")
@RestController
class TextRoute {

    private static final int LONGEST = 65_536;

    /** A text of any kind. */
    record Written(@NotNull @Size(max = LONGEST) String text) {

        @Override
        public String toString() {
            return "Written";
        }
    }

    /**
     * What the text would be if it was put right.
     *
     * @param repaired null if nothing in it looks like an accident
     */
    record Looked(@Nullable String repaired) {

        @Override
        public String toString() {
            return "Looked";
        }
    }

    @Operation(
            summary = "Whether a text was read wrongly once, such as Ã¨ for è, and how it would be put right",
            description = "Changes nothing and keeps nothing.")
    @PostMapping("/api/v1/texts/repair")
    @Needs(Scope.READ)
    Looked repair(Caller caller, @Valid @RequestBody Written body) {
        return new Looked(GarbledText.repaired(body.text()).orElse(null));
    }
}
