package io.staffetta.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the product. */
@SpringBootApplication
public class StaffettaApplication {

    /**
     * Starts the product.
     *
     * @param args Spring properties as {@code --name=value}
     */
    public static void main(String[] args) {
        SpringApplication.run(StaffettaApplication.class, args);
    }
}
