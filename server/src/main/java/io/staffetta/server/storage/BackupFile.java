package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A backup that has been read from end to end and found whole. */
final class BackupFile implements AutoCloseable {

    private final ZipFile zip;
    private final BackupManifest manifest;

    private BackupFile(ZipFile zip, BackupManifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens the file and compares all of it with its manifest.
     *
     * @throws Problem {@code backup_damaged} if anything is missing or different
     */
    static BackupFile open(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new Problem(Problem.Kind.INVALID, "backup_missing", file + " cannot be read");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw damaged(file, "it is no complete backup (" + e.getMessage() + ")");
        }
        try {
            return new BackupFile(zip, verified(file, zip));
        } catch (IOException e) {
            zip.close();
            throw damaged(file, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    InputStream read(String entry) throws IOException {
        return read(zip, entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static BackupManifest verified(Path file, ZipFile zip) throws IOException {
        BackupManifest manifest;
        try (InputStream in = read(zip, BackupManifest.NAME)) {
            manifest = JsonMapper.shared().readValue(in, BackupManifest.class);
        } catch (JacksonException e) {
            throw damaged(file, "its manifest cannot be read");
        }
        if (manifest.format() != BackupManifest.FORMAT) {
            throw damaged(file, "its format " + manifest.format() + " is unknown to this version");
        }
        for (BackupManifest.Table table : manifest.tables()) {
            verify(file, zip, table.entry(), table.sha256());
        }
        for (BackupManifest.KeyFile key : manifest.files()) {
            verify(file, zip, key.entry(), key.sha256());
        }
        return manifest;
    }

    private static void verify(Path file, ZipFile zip, String entry, String sha256) throws IOException {
        try (InputStream in = read(zip, entry)) {
            if (!Backup.sha256(in).equals(sha256)) {
                throw damaged(file, entry + " differs from what was written");
            }
        }
    }

    private static InputStream read(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new FileNotFoundException(name + " is missing");
        }
        return zip.getInputStream(entry);
    }

    private static Problem damaged(Path file, String why) {
        return new Problem(Problem.Kind.INVALID, "backup_damaged", file + " is damaged, nothing was changed: " + why);
    }
}
