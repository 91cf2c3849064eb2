package io.staffetta.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** db-scheduler: scheduled in batches, polled by lock-and-fetch with the figures that its author measured best. */
final class DbSchedulerQueue implements Contender.Queue {

    private static final int THREADS = 100;
    private static final double LEAST_WAITING = 2.0;
    private static final double MOST_WAITING = 6.0;

    /** As its authors publish it for PostgreSQL, without the index for those who use priorities. */
    private static final String TABLE = """
            create table if not exists scheduled_tasks (
                task_name            text        not null,
                task_instance        text        not null,
                task_data            bytea,
                execution_time       timestamptz not null,
                picked               boolean     not null,
                picked_by            text,
                last_success         timestamptz,
                last_failure         timestamptz,
                consecutive_failures int,
                last_heartbeat       timestamptz,
                version              bigint      not null,
                priority             smallint,
                primary key (task_name, task_instance)
            );
            create index if not exists execution_time_idx on scheduled_tasks (execution_time);
            create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            """;

    private final OneTimeTask<Void> task;
    private final Scheduler scheduler;

    DbSchedulerQueue(DataSource dataSource, Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        this.task = Tasks.oneTime("message", Void.class)
                .execute((instance, context) -> work.on(Long.parseLong(instance.getId())));
        this.scheduler = Scheduler.create(dataSource, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(LEAST_WAITING, MOST_WAITING)
                .pollingInterval(Duration.ofMillis(250))
                .enableImmediateExecution()
                // So that a dead process is noticed while somebody waits for it.
                .heartbeatInterval(Duration.ofSeconds(2))
                .missedHeartbeatsLimit(4)
                .build();
    }

    @Override
    public void add(List<Long> messages) {
        List<TaskInstance<?>> instances = messages.stream()
                .<TaskInstance<?>>map(id -> task.instance(Long.toString(id)))
                .toList();
        scheduler.scheduleBatch(instances, Instant.now());
    }

    @Override
    public void run() {
        scheduler.start();
    }
}
