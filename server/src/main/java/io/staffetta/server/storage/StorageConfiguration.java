package io.staffetta.server.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Optional;
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
    DataFolder dataFolder(StorageProperties properties) {
        return DataFolder.hold(properties.data());
    }

    @Bean
    Database database(StorageProperties properties, DataFolder folder) {
        Optional<DatabaseAddress> external = properties.database().external();
        if (external.isPresent()) {
            return ExternalDatabase.open(external.get());
        }
        return EmbeddedPostgres.start(folder.path(), properties.database().binariesOr(folder.path()), Map.of());
    }

    @Bean
    HikariDataSource dataSource(StorageProperties properties, Database database) {
        return ConnectionPool.open(database.address(), properties.database().connections());
    }

    @Bean
    FlywayConfigurationCustomizer migrations() {
        return Migrations::configured;
    }

    @Bean
    FlywayMigrationStrategy migrate() {
        return Migrations::run;
    }
}
