package io.staffetta.cloud.stub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stub as a process: {@code CloudStub --ledger <file> [--port <port>] [--exit-with-parent]}. Listens on 127.0.0.1 and
 * prints {@code {"port":…}}. Everything but the ledger is forgotten when it ends.
 */
public final class CloudStub {

    private static final int BACKLOG = 1_000;

    private CloudStub() {}

    /** Runs until it is killed, or until its input ends if it is to exit with its parent. */
    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        List<String> options = List.of(args);
        int port = options.contains("--port") ? Integer.parseInt(options.get(options.indexOf("--port") + 1)) : 0;
        Ledger ledger = new Ledger(Path.of(options.get(options.indexOf("--ledger") + 1)));
        HttpServer server = serve(port, ledger);
        System.out.println("{\"port\":" + server.getAddress().getPort() + "}");
        if (options.contains("--exit-with-parent")) {
            while (System.in.read() >= 0) {
                // Nothing is said on it: only its end counts.
            }
            System.exit(0);
        }
    }

    private static HttpServer serve(int port, Ledger ledger) throws IOException {
        Script script = new Script();
        Hooks hooks = new Hooks();
        Rules rules = new Rules(script);
        People people = new People();
        Api api = new Api(script, ledger, hooks, rules, people);
        Controls controls = new Controls(script, ledger, hooks, rules, people);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", http -> guarded(http, api::handle));
        server.createContext("/_stub/", http -> guarded(http, controls::handle));
        server.start();
        return server;
    }

    /** What is done with a request. */
    private interface Work {
        void on(Exchange exchange) throws IOException, InterruptedException;
    }

    /** Whatever cannot be understood is answered: the server would leave the caller waiting. */
    private static void guarded(HttpExchange http, Work work) throws IOException {
        Exchange exchange = new Exchange(http);
        try {
            work.on(exchange);
        } catch (RuntimeException e) {
            exchange.answer(400, JsonMapper.shared().createObjectNode().put("mistake", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
