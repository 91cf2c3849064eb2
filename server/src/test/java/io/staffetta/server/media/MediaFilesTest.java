package io.staffetta.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.queue.QueueWorld;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Files within their limits: 1 MB together, 100 KB a picture, 300 KB a document. */
class MediaFilesTest {

    private static final int KB = 1024;

    private final QueueWorld queue = new QueueWorld();
    private final MediaWorld world = new MediaWorld(
            queue.jdbc, queue.inTransaction, new Audit(queue.jdbc, JsonMapper.shared(), queue.clock), queue.clock);
    private final Caller user = new Caller(queue.owner, "user:o@example.org", Set.of(Scope.values()));

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void aFileOfManyPiecesComesOutAsItWentIn() throws IOException {
        byte[] bytes = new byte[300 * KB];
        new Random(3).nextBytes(bytes);

        MediaFile file = keep("text/plain", bytes);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        world.files.write(file, out);
        assertThat(out.toByteArray()).isEqualTo(bytes);
        assertThat(file.size()).isEqualTo(bytes.length);
        assertThat(world.files.list(queue.owner, 0, 10)).containsExactly(file);
    }

    @Test
    void whatIsLargerThanItMayBeIsNotKeptWhateverWasSaidOfIt() {
        byte[] large = new byte[300 * KB + 1];
        refused("media_too_large", () -> keep("text/plain", large));
        refused("media_too_large", () -> keep("text/plain", large, -1));
        refused("media_too_large", () -> keep("text/plain", large, 10));
        nothingIsKept();
    }

    @Test
    void whatIsNotWhatItIsSaidToBeIsNotKept() {
        refused("media_type_mismatch", () -> keep("image/png", "<html>".getBytes(StandardCharsets.UTF_8)));
        refused("media_type_not_allowed", () -> keep("text/html", new byte[10]));
        refused("media_empty", () -> keep("text/plain", new byte[0]));
        nothingIsKept();
    }

    @Test
    void aBrokenUploadLeavesNothing() {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[280 * KB]), new Gone());
        refused(
                "upload_broken",
                () -> world.files.keep(user, new MediaFiles.Upload("text/plain", "a.txt", -1), broken));
        nothingIsKept();
    }

    @Test
    void aUserHasSoMuchRoomAndEverySmallFileTakesSome() {
        byte[] small = {'a'};
        for (int i = 0; i < 16; i++) {
            named(i + ".txt");
        }
        refused("media_quota_exceeded", () -> keep("text/plain", small));

        world.files.delete(user, world.files.list(queue.owner, 0, 1).getFirst().id());

        assertThat(keep("text/plain", small).size()).isOne();
    }

    @Test
    void theSameFileAgainIsTheOneThatIsKeptAlreadyAndIsKeptForLonger() {
        byte[] bytes = {'a', 'b'};
        MediaFile first = keep("text/plain", bytes);
        queue.clock.advance(Duration.ofDays(3));

        MediaFile again = keep("text/plain", bytes);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.expiresAt()).isEqualTo(first.expiresAt().plus(Duration.ofDays(3)));
        assertThat(queue.count("select count(*) from media_file")).isOne();
        assertThat(queue.count("select count(*) from media_piece")).isOne();
    }

    @Test
    void anotherNameOrOtherBytesAreAnotherFile() {
        MediaFile first = named("a.txt");
        assertThat(named("b.txt").id()).isNotEqualTo(first.id());
        assertThat(keep("text/plain", new byte[] {'b'}).id()).isNotEqualTo(first.id());
    }

    @Test
    void aFileGoesWhenItsTimeIsOverUnlessSomethingStillNeedsIt() {
        MediaFile needed = keep("text/plain", new byte[] {'a'});
        MediaFile other = keep("text/plain", new byte[] {'b'});
        long message = queue.message(queue.lanes.directOf(queue.session()), null);
        queue.jdbc
                .sql("update message set content = jsonb_build_object('media', jsonb_build_object('file', ?::text))"
                        + " where id = ?")
                .params(needed.id(), message)
                .update();

        world.rows.sweep(queue.clock.instant().plus(Duration.ofDays(31)), queue.clock.instant());

        assertThat(world.files.list(queue.owner, 0, 10)).containsExactly(needed);
        refused("media_not_found", () -> world.files.require(queue.owner, other.id()));
        refused("media_in_use", () -> world.files.delete(user, needed.id()));
    }

    @Test
    void namesAreFitForAHeader() {
        refused("invalid_file_name", () -> named("a/b.txt"));
        refused("invalid_file_name", () -> named("a\r\nX: y"));
        refused("invalid_file_name", () -> named(" "));
        assertThat(named("Listino d'estate.txt").fileName()).isEqualTo("Listino d'estate.txt");
    }

    private MediaFile named(String name) {
        return world.files.keep(
                user, new MediaFiles.Upload("text/plain", name, 1), new ByteArrayInputStream(new byte[] {'a'}));
    }

    private MediaFile keep(String type, byte[] bytes) {
        return keep(type, bytes, bytes.length);
    }

    private MediaFile keep(String type, byte[] bytes, long said) {
        return world.files.keep(user, new MediaFiles.Upload(type, "a.txt", said), new ByteArrayInputStream(bytes));
    }

    private void nothingIsKept() {
        assertThat(queue.count("select count(*) from media_file")).isZero();
        assertThat(queue.count("select count(*) from media_piece")).isZero();
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    /** A connection that broke. */
    private static final class Gone extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("gone");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("gone");
        }
    }
}
