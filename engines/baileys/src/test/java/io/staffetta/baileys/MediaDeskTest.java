package io.staffetta.baileys;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is fetched, what of it is handed on, and what becomes of a message whose file cannot be had. */
class MediaDeskTest {

    static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3};
    static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 1, 2, 3};
    private static final Duration TIME = Duration.ofSeconds(20);

    private final MediaDesk desk = new MediaDesk(new Download(new PlainHttp()));
    private final AtomicReference<Map<String, Object>> handedOn = new AtomicReference<>(Map.of());
    private FileHost host;

    @BeforeEach
    void start() throws IOException {
        host = FileHost.plain();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private SendOutcome send(Media.Kind kind, String url, String name) {
        Media media = new Media(kind, new Media.Source.Link(url), Optional.ofNullable(name));
        return desk.send(media, TIME, (file, left) -> {
            assertThat(left).isPositive().isLessThan(TIME);
            handedOn.set(file);
            return new SendOutcome.Accepted("id");
        });
    }

    private void refused(SendOutcome outcome, String code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.detail()).isEqualTo(code));
        assertThat(handedOn.get()).isEmpty();
    }

    @Test
    void aPictureIsWhatItsFirstBytesSay() {
        assertThat(send(Media.Kind.IMAGE, host.lay("/a", 200, "text/html", JPEG), null))
                .isInstanceOf(SendOutcome.Accepted.class);

        assertThat(handedOn.get())
                .containsEntry("kind", "image")
                .containsEntry("type", "image/jpeg")
                .containsEntry("bytes", JPEG);
    }

    @Test
    void whatIsNoPictureIsNotSentAsOne() {
        refused(send(Media.Kind.IMAGE, host.lay("/a.png", 200, "image/png", new byte[] {60, 104}), null), "media_type");
    }

    @Test
    void aDocumentKeepsItsTypeAndIsCalledByTheEndOfItsAddress() {
        send(Media.Kind.DOCUMENT, host.lay("/files/Listino.pdf", 200, "Application/PDF; x=y", PNG), null);

        assertThat(handedOn.get()).containsEntry("type", "application/pdf").containsEntry("name", "Listino.pdf");
    }

    @Test
    void aDocumentsNameIsNoPathAndATypeThatMakesNoSenseIsNone() {
        send(Media.Kind.DOCUMENT, host.lay("/x", 200, "what ever", PNG), "../../etc/pass\nwd");

        assertThat(handedOn.get())
                .containsEntry("type", "application/octet-stream")
                .containsEntry("name", ".._.._etc_pass_wd");
    }

    @Test
    void anAddressThatTheWayOutRefusesIsFinal() {
        refused(send(Media.Kind.DOCUMENT, "http://" + PlainHttp.SHUT + "/a", null), "media_address");
        refused(send(Media.Kind.DOCUMENT, "file:///etc/passwd", null), "media_address");
        refused(send(Media.Kind.DOCUMENT, "no address", null), "media_address");
    }

    @Test
    void whatIsGoneIsFinalAndWhatIsAwayIsNot() throws IOException {
        refused(send(Media.Kind.DOCUMENT, host.lay("/gone", 410, "text/plain", PNG), null), "media_status_410");
        refused(send(Media.Kind.DOCUMENT, host.lay("/moved", 302, "text/plain", PNG), null), "media_status_302");
        assertThat(send(Media.Kind.DOCUMENT, host.lay("/busy", 503, "text/plain", PNG), null))
                .isEqualTo(Words.notSent(Cause.UNREACHABLE, "media_status_503"));

        FileHost away = FileHost.plain();
        away.close();
        assertThat(send(Media.Kind.DOCUMENT, "http://" + away.name() + "/a", null))
                .isEqualTo(Words.notSent(Cause.UNREACHABLE, "media_unreachable"));
    }

    @Test
    void whatIsEmptyOrTooLargeIsFinal() {
        byte[] huge = Arrays.copyOf(JPEG, MediaDesk.LARGEST_IMAGE + 1);

        refused(send(Media.Kind.IMAGE, host.lay("/huge", 200, "image/jpeg", huge), null), "media_size");
        refused(send(Media.Kind.IMAGE, host.lay("/empty", 200, "image/jpeg", new byte[0]), null), "media_size");
    }

    @Test
    void theLargestDocumentFitsIntoALine() {
        byte[] largest = new byte[MediaDesk.LARGEST_DOCUMENT];
        send(Media.Kind.DOCUMENT, host.lay("/big", 200, "application/pdf", largest), "è".repeat(500));

        assertThat(new Codec().line(Map.of("op", "send", "text", "è".repeat(65_536), "media", handedOn.get())))
                .hasSizeLessThan(Codec.LONGEST_LINE);
    }

    @Test
    void aFileOfTheProductsOwnIsReadWhenItIsSent() {
        Media media = new Media(
                Media.Kind.DOCUMENT, new Media.Source.Given("application/pdf", () -> PNG), Optional.of("Listino.pdf"));

        assertThat(desk.send(media, TIME, (file, left) -> {
                    handedOn.set(file);
                    return new SendOutcome.Accepted("id");
                }))
                .isInstanceOf(SendOutcome.Accepted.class);

        assertThat(handedOn.get())
                .containsEntry("type", "application/pdf")
                .containsEntry("name", "Listino.pdf")
                .containsEntry("bytes", PNG);
    }

    @Test
    void aFileThatCannotBeReadNowIsTriedAgain() {
        Media media = new Media(
                Media.Kind.IMAGE,
                new Media.Source.Given("image/png", () -> {
                    throw new IllegalStateException("media_gone");
                }),
                Optional.empty());

        assertThat(desk.send(media, TIME, (file, left) -> new SendOutcome.Accepted("id")))
                .isEqualTo(Words.notSent(Cause.UNREACHABLE, "media_unreadable"));
    }

    @Test
    void whatWasUploadedElsewhereIsRefused() {
        Media media = new Media(Media.Kind.IMAGE, new Media.Source.Uploaded("4711"), Optional.empty());

        refused(desk.send(media, TIME, (file, left) -> new SendOutcome.Accepted("id")), "media_upload_not_supported");
    }
}
