package io.staffetta.server;

import io.staffetta.server.storage.DataFolder;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints the one link a person needs, once everything answers. */
@Component
class StartupNotice {

    private final DataFolder folder;

    StartupNotice(DataFolder folder) {
        this.folder = folder;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) throws IOException {
        Environment environment = event.getApplicationContext().getEnvironment();
        String port = environment.getProperty("local.server.port");
        if (port != null) {
            System.out.println("Staffetta is ready: " + address(environment, port) + "/" + setUp());
        }
    }

    /** Where a person opens it: as the operator says, or at an address of this machine that it listens on. */
    static String address(Environment environment, String port) {
        String told = environment.getProperty("staffetta.public-url", "").strip();
        return told.isEmpty()
                ? "http://" + host(environment.getProperty("staffetta.bind", "127.0.0.1")) + ":" + port
                : told.replaceAll("/+$", "");
    }

    private static String host(String bind) {
        try {
            InetAddress address = InetAddress.getByName(bind);
            if (address.isAnyLocalAddress()) {
                address = NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(own -> own instanceof Inet4Address && !own.isLoopbackAddress())
                        .findFirst()
                        .orElse(InetAddress.getLoopbackAddress());
            }
            String host = address.isLoopbackAddress() ? "localhost" : address.getHostAddress();
            return address instanceof Inet6Address && !address.isLoopbackAddress() ? "[" + host + "]" : host;
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** While nobody has set the product up, the link carries the token that allows it. */
    private String setUp() throws IOException {
        Path token = folder.path().resolve("setup-token");
        return Files.exists(token) ? "#setup=" + Files.readString(token).strip() : "";
    }
}
