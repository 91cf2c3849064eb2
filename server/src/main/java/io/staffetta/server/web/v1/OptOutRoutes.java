package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.contact.Contacts;
import io.staffetta.server.contact.OptOut;
import io.staffetta.server.contact.OptOuts;
import io.staffetta.server.web.Idempotent;
import io.staffetta.server.web.v1.PhoneList.Read;
import io.staffetta.server.web.v1.PhoneList.Refused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who does not want messages. */
@Tag(name = "Contacts")
@RestController
class OptOutRoutes {

    private final OptOuts optOuts;
    private final Contacts contacts;

    OptOutRoutes(OptOuts optOuts, Contacts contacts) {
        this.optOuts = optOuts;
        this.contacts = contacts;
    }

    /**
     * @param phone with its plus; null if the person was erased and only a hash is kept
     * @param international the same with spaces, as people write it abroad
     */
    record Shown(
            long id,
            @Nullable String phone,
            @Nullable String international,
            String source,
            @Nullable String word,
            Instant at) {

        static Shown of(OptOut optOut) {
            return new Shown(
                    optOut.id(),
                    MessageViews.number(optOut.phone()),
                    MessageViews.abroad(optOut.phone()),
                    optOut.source(),
                    optOut.word(),
                    optOut.at());
        }
    }

    record Wish(
            @NotBlank String phone,
            @Nullable @Size(min = 1, max = 60) String source) {}

    record Wishes(
            @NotNull @Size(max = 10_000) List<@NotNull String> phones,
            @Nullable @Size(min = 1, max = 60) String source) {}

    record Done(String phone, String international, boolean optedOut) {}

    /**
     * @param added how many had not opted out before
     * @param rejected the first rows that hold no number
     */
    record Report(int read, int added, int rejectedRows, List<Refused> rejected) {}

    @Operation(summary = "The opt-outs, over all numbers of the user")
    @GetMapping("/api/v1/opt-outs")
    Page<Shown> list(Caller caller, Paging paging) {
        List<OptOut> read = optOuts.list(caller.ownerId(), paging.after().orElse(0), paging.rows());
        return paging.page(read.stream().map(Shown::of).toList(), Shown::id);
    }

    @Operation(summary = "Takes an opt-out down; effective at once")
    @PostMapping("/api/v1/opt-outs")
    @Idempotent
    @Needs(Scope.SEND)
    @ResponseStatus(HttpStatus.CREATED)
    Done add(Caller caller, @Valid @RequestBody Wish wish) {
        var phone = contacts.number(caller.ownerId(), wish.phone());
        optOuts.add(caller, List.of(phone.e164()), wish.source() == null ? "api" : wish.source());
        return new Done(phone.plus(), phone.international(), true);
    }

    @Operation(summary = "Takes many opt-outs down, from a JSON list")
    @PostMapping(path = "/api/v1/opt-outs/import", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Idempotent
    @Needs(Scope.SEND)
    Report addAll(Caller caller, @Valid @RequestBody Wishes wishes) {
        Read read = new PhoneList(written -> number(caller, written)).of(wishes.phones());
        return report(caller, read, wishes.source());
    }

    @Operation(summary = "Takes many opt-outs down, from a CSV: the column phone, or the first one")
    @PostMapping(path = "/api/v1/opt-outs/import", consumes = "text/csv")
    @Needs(Scope.SEND)
    Report addCsv(Caller caller, BufferedReader csv, @RequestParam @Nullable String source) throws IOException {
        Read read = new PhoneList(written -> number(caller, written)).ofCsv(csv);
        return report(caller, read, source);
    }

    @Operation(summary = "Lifts an opt-out, because the person wants messages again")
    @DeleteMapping("/api/v1/opt-outs/{phone}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String phone, @RequestParam(defaultValue = "") String reason) {
        optOuts.remove(caller, number(caller, phone), reason);
    }

    private Report report(Caller caller, Read read, @Nullable String source) {
        int added = optOuts.add(caller, read.phones(), source == null ? "import" : source);
        return new Report(read.rows(), added, read.refused(), read.examples());
    }

    /** @throws Problem {@code invalid_number} */
    private long number(Caller caller, String written) {
        return contacts.number(caller.ownerId(), written).e164();
    }
}
