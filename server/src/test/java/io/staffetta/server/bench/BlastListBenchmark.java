package io.staffetta.server.bench;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.util.Arrays;

/**
 * How long the list of blasts takes over HTTP for a user with many campaigns, a tenth of them running:
 * {@code BlastListBenchmark [campaigns] [requests]}, by default 2,000 and 200.
 */
public final class BlastListBenchmark {

    private static final int LARGEST_PAGE = 500;

    private BlastListBenchmark() {}

    /** Runs it and prints a line for each kind of request. */
    public static void main(String[] args) {
        int campaigns = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        int requests = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        try (RunningServer server = RunningServer.start()) {
            String key = server.setUp();
            fill(server, campaigns);
            for (String query :
                    new String[] {"", "?limit=500", "?limit=500&offset=1500", "?status=RUNNING&limit=500"}) {
                measure(server, key, query, requests / 4);
                print(query, measure(server, key, query, requests));
            }
            print("all pages of 500", allPages(server, key, campaigns, requests));
        }
        System.exit(0);
    }

    private static void fill(RunningServer server, int campaigns) {
        server.database().jdbc().sql("""
                with s as (
                    insert into wa_session (owner_id, session_id, name, engine, simulated, desired, state, state_since,
                        phone, created_at, updated_at)
                    select u.id, 's' || n, 's' || n, 'simulator', true, 'off', 'ready', now(), 628123456000 + n, now(),
                        now()
                    from app_user u, generate_series(1, 5) n returning id, owner_id
                ), c as (
                    insert into campaign (public_id, reference, owner_id, name, status, simulated, default_country,
                        message_delay_min_ms, message_delay_max_ms, contact_delay_min_ms, contact_delay_max_ms,
                        created_at, updated_at, recipients, total, sent, planned)
                    select lpad(to_hex(n), 24, '0'), 'r' || n, u.id, 'Campaign ' || n,
                        case when n % 10 = 0 then 'running' else 'completed' end, true, 'ID', 1000, 3000, 0, 0, now(),
                        now(), 1000, 1000, case when n % 10 = 0 then 900 else 1000 end, true
                    from app_user u, generate_series(1, :campaigns) n returning id, owner_id
                ), t as (
                    insert into campaign_step (campaign_id, step, template) select id, 0, 'Hello {{name}}' from c
                )
                insert into lane (owner_id, kind, campaign_id, session_pk, status, simulated)
                select c.owner_id, 'campaign', c.id, (select min(id) from s) + c.id % 5, 'paused', true from c
                """).param("campaigns", campaigns).update();
        server.database().jdbc().sql("analyze").update();
    }

    private static long[] measure(RunningServer server, String key, String query, int requests) {
        long[] nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
            nanos[i] = get(server, key, query);
        }
        return nanos;
    }

    private static long[] allPages(RunningServer server, String key, int campaigns, int requests) {
        long[] nanos = new long[requests / 4];
        for (int i = 0; i < nanos.length; i++) {
            for (int offset = 0; offset < campaigns; offset += LARGEST_PAGE) {
                nanos[i] += get(server, key, "?limit=500&offset=" + offset);
            }
        }
        return nanos;
    }

    private static long get(RunningServer server, String key, String query) {
        long begun = System.nanoTime();
        Answer answer = server.get("/api/blast-control/sessions" + query, "X-Api-Key", key);
        long took = System.nanoTime() - begun;
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
        }
        return took;
    }

    private static void print(String query, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%-28s p50 %.1f ms, p99 %.1f ms%n",
                query, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
    }
}
