package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Plain JDBC inside Spring's transaction: joins the caller's, or makes one. */
@Component
public class Transactions {

    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<R> {
        /** Does it; what it throws rolls the transaction back. */
        R on(Connection connection) throws SQLException;
    }

    private final TransactionTemplate template;
    private final DataSource dataSource;

    /** Makes transactions with this manager on this source. */
    public Transactions(PlatformTransactionManager manager, DataSource dataSource) {
        this.template = new TransactionTemplate(manager);
        this.dataSource = dataSource;
    }

    /** Runs the work in a transaction. */
    public <R> R in(Work<R> work) {
        return java.util.Objects.requireNonNull(template.execute(status -> {
            Connection connection = DataSourceUtils.getConnection(dataSource);
            try {
                return work.on(connection);
            } catch (SQLException e) {
                throw java.util.Objects.requireNonNullElseGet(
                        new SQLStateSQLExceptionTranslator().translate("queue", null, e),
                        () -> new IllegalStateException(e));
            } finally {
                DataSourceUtils.releaseConnection(connection, dataSource);
            }
        }));
    }
}
