package io.staffetta.server.storage;

import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Puts the storage together: folder, database, connections, schema. Each is closed after those that use it. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(StorageProperties.class)
class StorageConfiguration {

    @Bean
    @ConditionalOnMissingBean
    StorageStart storageStart(StorageProperties properties) {
        return new StorageStart(properties);
    }

    /** Closed by its start. */
    @Bean(destroyMethod = "")
    DataFolder dataFolder(StorageStart start) {
        return start.folder();
    }

    /** Closed by its start. */
    @Bean(destroyMethod = "")
    Database database(StorageStart start) {
        return start.database();
    }

    @Bean
    DiskRoom diskRoom(StorageProperties properties, DataFolder folder) {
        boolean ours = properties.database().external().isEmpty();
        return new DiskRoom(ours ? Optional.of(folder.path()) : Optional.empty(), System::nanoTime);
    }

    @Bean
    RequestShare dataSource(StorageProperties properties, Database database, DiskRoom room) {
        return new RequestShare(
                ConnectionPool.open(database.address(), properties.database().connections(), room));
    }

    @Bean
    FlywayConfigurationCustomizer migrations(Database database) {
        return flyway -> Migrations.configured(flyway).dataSource(ConnectionPool.unpooled(database.address()));
    }

    @Bean
    FlywayMigrationStrategy migrate() {
        return Migrations::run;
    }
}
