package io.staffetta.peers;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.gson.GsonJsonMapper;

/** JobRunr: enqueued as a stream of requests, worked on by its background job server. */
public final class JobRunrQueue implements Contender.Queue {

    private static final int WORKERS = 64;

    private final JobRequestScheduler scheduler;
    private final BackgroundJobServer server;

    JobRunrQueue(DataSource dataSource, Work work) {
        var configured = JobRunr.configure()
                .useJsonMapper(new GsonJsonMapper())
                .useStorageProvider(new PostgresStorageProvider(dataSource))
                .useJobActivator(new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        return type.cast(new Sending(work));
                    }
                })
                .useBackgroundJobServer(
                        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                                .andWorkerCount(WORKERS)
                                .andPollInterval(Duration.ofSeconds(5)),
                        false)
                .initialize();
        this.scheduler = configured.getJobRequestScheduler();
        this.server = configured.getBackgroundJobServer();
    }

    /** A job: send this message. */
    public record Request(long message) implements JobRequest {
        @Override
        public Class<Sending> getJobRequestHandler() {
            return Sending.class;
        }
    }

    /** Does it. */
    public record Sending(Work work) implements JobRequestHandler<Request> {
        @Override
        public void run(Request request) {
            work.on(request.message());
        }
    }

    @Override
    public void add(List<Long> messages) {
        scheduler.enqueue(messages.stream().map(Request::new));
    }

    @Override
    public void run() {
        server.start();
    }
}
