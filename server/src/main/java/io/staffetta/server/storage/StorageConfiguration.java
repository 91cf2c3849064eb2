package io.staffetta.server.storage;

import com.zaxxer.hikari.HikariDataSource;
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
