package io.staffetta.server.storage;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Takes the data folder and starts the database, beside everything else that a start has to do. Whoever needs them waits
 * for them here; they are closed after all who use them.
 */
public final class StorageStart implements AutoCloseable {

    private final CompletableFuture<Storage> storage = new CompletableFuture<>();

    StorageStart(StorageProperties properties) {
        Thread.ofPlatform().daemon().name("storage-start").start(() -> begin(properties));
    }

    /** Begins it before the application's beans are known; without it, it begins with the first bean that needs it. */
    public static ApplicationContextInitializer<ConfigurableApplicationContext> early() {
        return context -> {
            StorageProperties properties =
                    Binder.get(context.getEnvironment()).bindOrCreate("staffetta", StorageProperties.class);
            StorageStart start = new StorageStart(properties);
            DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
            beans.registerSingleton("storageStart", start);
            beans.registerDisposableBean("storageStart", start::close);
        };
    }

    DataFolder folder() {
        return started().folder();
    }

    Database database() {
        return started().database();
    }

    /** Stops the database, unless it is somebody else's, and lets the folder go. */
    @Override
    public void close() {
        if (storage.isCompletedExceptionally()) {
            return;
        }
        try {
            database().close();
        } finally {
            folder().close();
        }
    }

    private Storage started() {
        try {
            return storage.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void begin(StorageProperties properties) {
        try {
            DataFolder folder = DataFolder.hold(properties.data());
            try {
                storage.complete(new Storage(folder, database(properties, folder)));
            } catch (RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            storage.completeExceptionally(e);
        }
    }

    private static Database database(StorageProperties properties, DataFolder folder) {
        Optional<DatabaseAddress> external = properties.database().external();
        if (external.isPresent()) {
            return ExternalDatabase.open(external.get());
        }
        return EmbeddedPostgres.start(folder.path(), properties.database().binariesOr(folder.path()), Map.of());
    }

    private record Storage(DataFolder folder, Database database) {}
}
