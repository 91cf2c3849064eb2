package io.staffetta.baileys;

import java.io.IOException;
import java.util.Set;

/** Starts a sidecar process. */
@FunctionalInterface
interface Launcher {

    /**
     * Starts one, with pipes to it.
     *
     * @throws UnavailableException if it cannot run here, or not now
     */
    Process launch() throws UnavailableException, IOException;

    /** The real one, installed first if it has to be. */
    static Launcher of(BaileysSettings settings) {
        Installation installation = new Installation(settings, Source.shipped());
        return () -> {
            ProcessBuilder builder = new ProcessBuilder(settings.node(), "main.mjs")
                    .directory(installation.ready().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            // Nothing of ours is its business: not our secrets, not options that open a debugger.
            builder.environment().keySet().retainAll(Set.of("PATH", "LANG", "TZ"));
            // Baileys encrypts what it uploads into files there; they are gone once they are sent.
            builder.environment().put("TMPDIR", installation.emptiedScratch().toString());
            builder.environment().putAll(settings.environment());
            return builder.start();
        };
    }
}
