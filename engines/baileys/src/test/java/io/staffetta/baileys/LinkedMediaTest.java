package io.staffetta.baileys;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.Picture;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pictures, documents, and how an account stands, with real Baileys. The stand-in for WhatsApp knows nothing of them: these
 * tests give it the answers, in the form that Baileys documents, and take what is uploaded.
 */
class LinkedMediaTest {

    private static final AtomicLong NUMBERS = new AtomicLong(393340000000L);
    private static final byte[] PHOTO =
            "\u00FF\u00D8\u00FF the photo of a shop ".repeat(2000).getBytes(StandardCharsets.ISO_8859_1);

    private static Path target;
    private static FileHost theirs;
    private static FileHost somebodys;
    private static MockWhatsApp whatsApp;
    private static Sidecar sidecar;
    private static BaileysEngine engine;

    private final long ours = NUMBERS.incrementAndGet();
    private final long person = NUMBERS.incrementAndGet();
    private final Map<String, Object> account = new HashMap<>();
    private TestSession session;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        target = Path.of("target").toAbsolutePath();
        Path said = target.resolve("mock-extras.json");
        Files.writeString(said, "{}");
        whatsApp = MockWhatsApp.startOrSkip(target, Map.of("MOCK_EXTRAS", said.toString()));
        theirs = FileHost.secure(target);
        somebodys = FileHost.plain();
        Map<String, String> environment = new HashMap<>(whatsApp.environment());
        environment.put("NODE_EXTRA_CA_CERTS", target.resolve("cert.pem").toString());
        sidecar = new Sidecar(
                Launcher.of(new BaileysSettings(target.resolve("sidecar"), "node", "npm", environment)),
                Rhythm.standard());
        engine = new BaileysEngine(sidecar, new PlainHttp(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        if (whatsApp != null) {
            engine.close();
            whatsApp.close();
            theirs.close();
            somebodys.close();
        }
    }

    @BeforeEach
    void everythingIsWell() throws IOException {
        theirs.takesUploads = true;
        stands();
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** WhatsApp says so of our account from now on. */
    private void stands() throws IOException {
        Files.writeString(
                target.resolve("mock-extras.json"),
                new JsonMapper()
                        .writeValueAsString(
                                Map.of("mediaHost", theirs.name(), "accounts", Map.of(Long.toString(ours), account))));
    }

    private TestSession linked() {
        session = new TestSession(engine, "media").connect();
        whatsApp.scan(ours, session.hears(EngineEvent.QrCode.class).content());
        session.hears(EngineEvent.Ready.class);
        return session;
    }

    private SendOutcome send(String text, Media.Kind kind, String url) {
        Media media = new Media(kind, new Media.Source.Link(url), Optional.empty());
        return linked().connection
                .send(
                        new OutboundMessage(
                                UUID.randomUUID(),
                                "3EB0" + ours + "FF",
                                person,
                                text,
                                true,
                                Optional.empty(),
                                Optional.of(media)),
                        Duration.ofSeconds(30));
    }

    private String kindThatArrived() {
        return whatsApp.events("message").stream()
                .filter(event -> event.path("to").asString().equals(Long.toString(person)))
                .map(event -> event.path("kind").asString())
                .reduce("", (before, kind) -> before + kind);
    }

    @Test
    void aPictureIsFetchedByUsUploadedEncryptedAndArrives() throws IOException {
        int before = theirs.uploads().size();
        String url = somebodys.lay("/photo-" + ours, 200, "image/jpeg", PHOTO);

        assertThat(send("Ecco il negozio", Media.Kind.IMAGE, url)).isInstanceOf(SendOutcome.Accepted.class);

        assertThat(kindThatArrived()).isEqualTo("imageMessage");
        assertThat(somebodys.asked()).filteredOn(("/photo-" + ours)::equals).hasSize(1);
        assertThat(theirs.uploads()).hasSize(before + 1);
        String uploaded = new String(theirs.uploads().getLast(), StandardCharsets.ISO_8859_1);
        assertThat(uploaded).hasSizeGreaterThanOrEqualTo(PHOTO.length).doesNotContain("the photo of a shop");
        assertThat(scratch()).as("files left over").isZero();
    }

    private static long scratch() throws IOException {
        try (Stream<Path> files = Files.list(target.resolve("sidecar/scratch"))) {
            return files.count();
        }
    }

    @Test
    void aDocumentArrives() {
        String url = somebodys.lay("/listino.pdf", 200, "application/pdf", PHOTO);

        assertThat(send("", Media.Kind.DOCUMENT, url)).isInstanceOf(SendOutcome.Accepted.class);

        assertThat(kindThatArrived()).startsWith("document");
    }

    @Test
    void anUploadThatIsNotTakenLeavesNothingBehind() {
        theirs.takesUploads = false;
        String url = somebodys.lay("/photo", 200, "image/jpeg", PHOTO);

        assertThat(send("Ecco", Media.Kind.IMAGE, url))
                .isEqualTo(Words.notSent(Cause.UNREACHABLE, "media_not_uploaded"));

        assertThat(whatsApp.ledgerOf(person)).isEmpty();
    }

    @Test
    void theAccountsOwnPictureIsFetchedByUs() throws IOException {
        byte[] face = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 7};
        account.put("picture", somebodys.lay("/face", 200, "image/jpeg", face));
        stands();

        assertThat(linked().connection.ownPicture(Duration.ofSeconds(20)))
                .contains(new Picture("image/jpeg", Base64.getEncoder().encodeToString(face)));
    }

    @Test
    void anAccountWithoutAPictureHasNone() {
        assertThat(linked().connection.ownPicture(Duration.ofSeconds(20))).isEmpty();
    }

    @Test
    void aTimeLockThatHoldsAtTheStartRestrictsUntilItsEnd() throws IOException {
        Instant end = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        account.put("timelock", timelock(end));
        stands();

        EngineEvent.Restricted restricted = linked().hears(EngineEvent.Restricted.class);

        assertThat(restricted).isEqualTo(new EngineEvent.Restricted(end, "timelock_web_companion_only"));
    }

    @Test
    void aRefusalWith463RestrictsUntilTheEndThatWhatsAppNames() throws IOException {
        whatsApp.policy(person, Map.of("nackCode", 463));
        TestSession linked = linked();
        Instant end = Instant.now().plus(9, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        account.put("timelock", timelock(end));
        stands();

        SendOutcome outcome = linked.send(person, "3EB0" + ours + "FF", "Ciao");

        assertThat(outcome).isEqualTo(Words.notSent(Cause.RESTRICTED, "restricted"));
        linked.hears(
                EngineEvent.Restricted.class, restricted -> restricted.until().equals(end));
    }

    @Test
    void aCapOfNewChatsThatIsReachedRestrictsUntilTheCycleEnds() throws IOException {
        Instant end = Instant.now().plus(12, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        account.put(
                "cap", Map.of("capping_status", "CAPPED", "cycle_end_timestamp", Long.toString(end.getEpochSecond())));
        stands();

        assertThat(linked().hears(EngineEvent.Restricted.class))
                .isEqualTo(new EngineEvent.Restricted(end, "new_chat_cap"));
    }

    private static Map<String, Object> timelock(Instant end) {
        return Map.of(
                "is_active",
                true,
                "time_enforcement_ends",
                Long.toString(end.getEpochSecond()),
                "enforcement_type",
                "WEB_COMPANION_ONLY");
    }
}
