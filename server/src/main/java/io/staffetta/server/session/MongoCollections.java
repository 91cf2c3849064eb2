package io.staffetta.server.session;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.session.SecondStore.Original;
import io.staffetta.server.session.Vault.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The two collections: {@code whatsapp-sessions} with the documented fields, and {@code whatsapp-credentials} with sealed
 * boxes that only this installation opens. Every call ends in time, one way or the other.
 */
final class MongoCollections implements AutoCloseable {

    static final String SESSIONS = "whatsapp-sessions";
    static final String CREDENTIALS = "whatsapp-credentials";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final MongoClient client;
    private final MongoCollection<Document> sessions;
    private final MongoCollection<Document> credentials;
    private final String prefix;

    /**
     * Opens them without connecting.
     *
     * @param installation tells our documents from those of others in the same database
     */
    MongoCollections(MongoAddress address, String installation) {
        this.client = MongoClients.create(settings(address));
        MongoDatabase database = client.getDatabase(address.database());
        this.sessions = database.getCollection(SESSIONS);
        this.credentials = database.getCollection(CREDENTIALS);
        this.prefix = installation + "/";
    }

    /** How the driver connects; a user, if one is named, is one of that very database. */
    static MongoClientSettings settings(MongoAddress address) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applicationName("staffetta")
                .applyToClusterSettings(
                        cluster -> cluster.hosts(List.of(new ServerAddress(address.host(), address.port())))
                                .serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(
                        pool -> pool.maxSize(4).maxWaitTime(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .retryWrites(false);
        if (!address.user().isEmpty()) {
            settings.credential(MongoCredential.createCredential(
                    address.user(), address.database(), address.password().toCharArray()));
        }
        return settings.build();
    }

    /** Writes these sessions as they are; those that exist no longer go. */
    void write(Collection<Long> pks, Map<Long, Original> originals) {
        List<WriteModel<Document>> records = new ArrayList<>();
        List<WriteModel<Document>> boxes = new ArrayList<>();
        for (long pk : pks) {
            Original original = originals.get(pk);
            records.add(original == null ? gone(pk) : replace(pk, session(pk, original)));
            WriteModel<Document> box = box(pk, original);
            if (box != null) {
                boxes.add(box);
            }
        }
        // What is sealed first: a record that is read elsewhere never promises a link that is not there.
        bulk(credentials, boxes);
        bulk(sessions, records);
    }

    /** The sessions of this installation that are written here. */
    Set<Long> written() {
        Set<Long> pks = new HashSet<>();
        Pattern ours = Pattern.compile("^" + Pattern.quote(prefix));
        for (Document document : sessions.find(Filters.regex("_id", ours)).projection(Projections.include("_id"))) {
            pks.add(Long.parseLong(document.getString("_id").substring(prefix.length())));
        }
        return pks;
    }

    Optional<Sealed> credentials(long pk) {
        return Optional.ofNullable(credentials.find(Filters.eq("_id", id(pk))).first())
                .map(document -> new Sealed(bytes(document, "nonce"), bytes(document, "box")));
    }

    @Override
    public void close() {
        client.close();
    }

    private static void bulk(MongoCollection<Document> collection, List<WriteModel<Document>> writes) {
        if (!writes.isEmpty()) {
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    private Document session(long pk, Original original) {
        Session session = original.session();
        return new Document("_id", id(pk))
                .append("sessionId", session.id())
                .append("status", StoredStatus.of(session.condition().state()))
                .append("lastSeen", date(original.lastSeen()))
                .append("updatedAt", date(session.updatedAt()))
                .append("ownerId", session.ownerId());
    }

    /** A link that is missing here but was not given up stays: it may be the only copy left. */
    private @Nullable WriteModel<Document> box(long pk, @Nullable Original original) {
        if (original == null) {
            return gone(pk);
        }
        Sealed sealed = original.sealed();
        if (sealed != null) {
            return replace(
                    pk,
                    new Document("_id", id(pk))
                            .append("sessionId", original.session().id())
                            .append("ownerId", original.session().ownerId())
                            .append("nonce", new Binary(sealed.nonce()))
                            .append("box", new Binary(sealed.box())));
        }
        return original.session().condition().state() == SessionState.LOGGED_OUT ? gone(pk) : null;
    }

    private WriteModel<Document> replace(long pk, Document document) {
        return new ReplaceOneModel<>(Filters.eq("_id", id(pk)), document, new ReplaceOptions().upsert(true));
    }

    private WriteModel<Document> gone(long pk) {
        return new DeleteOneModel<>(Filters.eq("_id", id(pk)));
    }

    private String id(long pk) {
        return prefix + pk;
    }

    private static Date date(Instant at) {
        return Date.from(at);
    }

    private static byte[] bytes(Document document, String field) {
        return document.get(field, Binary.class).getData();
    }
}
