package io.staffetta.server;

import io.staffetta.server.demo.DemoCommand;
import io.staffetta.server.storage.StorageCommands;
import io.staffetta.server.storage.StorageStart;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/**
 * Starts the product, or one of the commands that share its jar. Beans are named by their whole class, so that two packages
 * may use the same word.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class StaffettaApplication {

    /**
     * Starts the product; with a command as first argument, runs that instead.
     *
     * @param args a command with its words, and Spring properties as {@code --name=value}
     */
    public static void main(String[] args) {
        String command = args.length == 0 || args[0].startsWith("--") ? "" : args[0];
        if (StorageCommands.knows(command)) {
            SpringApplication application = new SpringApplication(StorageCommands.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.run(args).close();
            return;
        }
        SpringApplication application = new SpringApplication(StaffettaApplication.class);
        application.addInitializers(ListeningPort.early(), StorageStart.early());
        application.run(DemoCommand.is(command) ? DemoCommand.arguments(args) : args);
    }
}
