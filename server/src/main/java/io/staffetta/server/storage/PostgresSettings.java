package io.staffetta.server.storage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How the embedded PostgreSQL is set: durable, small, and at ease with a table that is a queue. */
final class PostgresSettings {

    private PostgresSettings() {}

    /** The content of our configuration file. {@code ALTER SYSTEM} still overrides it. */
    static String file(int port, Map<String, String> changes) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "60");
        settings.put("password_encryption", "scram-sha-256");
        // What was accepted is on disk.
        settings.put("fsync", "on");
        settings.put("full_page_writes", "on");
        settings.put("synchronous_commit", "on");
        // Memory for a machine that has other work to do.
        settings.put("shared_buffers", "160MB");
        settings.put("work_mem", "8MB");
        settings.put("maintenance_work_mem", "64MB");
        settings.put("effective_cache_size", "1GB");
        settings.put("max_parallel_workers_per_gather", "0");
        settings.put("jit", "off");
        settings.put("random_page_cost", "1.1");
        settings.put("max_locks_per_transaction", "256");
        // A queue writes much and reads little of what it wrote.
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("max_logical_replication_workers", "0");
        settings.put("wal_compression", "on");
        settings.put("wal_buffers", "16MB");
        settings.put("max_wal_size", "4GB");
        settings.put("min_wal_size", "128MB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("checkpoint_completion_target", "0.9");
        settings.put("autovacuum_naptime", "10s");
        settings.put("autovacuum_vacuum_cost_limit", "2000");
        settings.put("autovacuum_vacuum_cost_delay", "2ms");
        settings.put("autovacuum_max_workers", "2");
        settings.put("idle_in_transaction_session_timeout", "60s");
        settings.put("tcp_keepalives_idle", "30");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("log_checkpoints", "off");
        settings.put("log_line_prefix", "%m [%p] ");
        // Rows and statements hold texts and phones; the log must not.
        settings.put("log_error_verbosity", "terse");
        settings.put("log_min_error_statement", "panic");
        settings.putAll(changes);
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining(
                        "", "# Written at every start; lasting changes belong into ALTER SYSTEM.\n", ""));
    }
}
