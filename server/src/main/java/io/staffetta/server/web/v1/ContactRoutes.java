package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.contact.Contact;
import io.staffetta.server.contact.ContactHistory;
import io.staffetta.server.contact.Contacts;
import io.staffetta.server.contact.Erasures;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The people whom the user knows. */
@Tag(name = "Contacts")
@RestController
class ContactRoutes {

    private final Contacts contacts;
    private final Erasures erasures;

    ContactRoutes(Contacts contacts, Erasures erasures) {
        this.contacts = contacts;
        this.erasures = erasures;
    }

    record Shown(
            @Nullable Long id,
            String phone,
            String international,
            @Nullable String name,
            Contact.@Nullable Consent consent,
            boolean optedOut,
            @Nullable Instant lastInboundAt,
            @Nullable Instant createdAt) {

        static Shown of(Contact contact) {
            var number = new io.staffetta.core.contact.PhoneNumber(contact.phone());
            return new Shown(
                    contact.id(),
                    number.plus(),
                    number.international(),
                    contact.name(),
                    contact.consent(),
                    contact.optedOut(),
                    contact.lastInboundAt(),
                    contact.createdAt());
        }
    }

    record Sent(
            long id,
            @Nullable String campaignId,
            int step,
            String status,
            @Nullable String reason,
            Instant createdAt,
            @Nullable Instant sentAt) {

        static Sent of(ContactHistory.Sent sent) {
            return new Sent(
                    sent.id(),
                    sent.campaignId(),
                    sent.step(),
                    sent.state().code(),
                    sent.reason(),
                    sent.createdAt(),
                    sent.sentAt());
        }
    }

    record History(
            Shown contact,
            OptOutRoutes.@Nullable Shown optOut,
            List<Sent> sent,
            List<ContactHistory.Received> received) {}

    record GivenConsent(
            @NotBlank @Size(max = 200) String source,
            @NotNull @Size(max = 4000) String wording,
            @NotNull Instant at) {}

    record Change(
            @Nullable @Size(max = 200) String name,
            @Nullable @Valid GivenConsent consent) {}

    @Operation(summary = "Contacts; search takes the beginning of a number or of a name")
    @GetMapping("/api/v1/contacts")
    Page<Shown> list(Caller caller, Paging paging, @RequestParam(defaultValue = "") String search) {
        List<Contact> read =
                contacts.list(caller.ownerId(), search, paging.after().orElse(0), paging.rows());
        return paging.page(read.stream().map(Shown::of).toList(), shown -> Objects.requireNonNull(shown.id()));
    }

    @Operation(summary = "A person, and the latest of what went to and fro")
    @GetMapping("/api/v1/contacts/{phone}")
    History history(Caller caller, @PathVariable String phone) {
        ContactHistory history = contacts.history(caller.ownerId(), number(caller, phone));
        return new History(
                Shown.of(history.contact()),
                history.optOut() == null ? null : OptOutRoutes.Shown.of(history.optOut()),
                history.sent().stream().map(Sent::of).toList(),
                history.received());
    }

    @Operation(summary = "Sets a person's name, or the record of their consent")
    @PatchMapping("/api/v1/contacts/{phone}")
    Shown change(Caller caller, @PathVariable String phone, @Valid @RequestBody Change change) {
        GivenConsent consent = change.consent();
        return Shown.of(contacts.change(
                caller,
                number(caller, phone),
                change.name(),
                consent == null ? null : new Contact.Consent(consent.source(), consent.wording(), consent.at())));
    }

    @Operation(summary = "Erases a person everywhere; only a keyed hash stays, so that nobody writes to them again")
    @DeleteMapping("/api/v1/contacts/{phone}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(Caller caller, @PathVariable String phone, @RequestParam(defaultValue = "false") boolean erase) {
        if (!erase) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "erase_not_confirmed",
                    "Say erase=true: a person's erasure cannot be undone.");
        }
        erasures.erase(caller, number(caller, phone));
    }

    private long number(Caller caller, String written) {
        return contacts.number(caller.ownerId(), written).e164();
    }
}
