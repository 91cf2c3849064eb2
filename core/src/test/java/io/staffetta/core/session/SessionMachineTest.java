package io.staffetta.core.session;

import static io.staffetta.core.session.SessionState.DISCONNECTED;
import static io.staffetta.core.session.SessionState.ERROR;
import static io.staffetta.core.session.SessionState.INITIALIZING;
import static io.staffetta.core.session.SessionState.LOGGED_OUT;
import static io.staffetta.core.session.SessionState.QR_GENERATED;
import static io.staffetta.core.session.SessionState.READY;
import static io.staffetta.core.session.SessionState.RESTRICTED;
import static io.staffetta.core.session.SessionState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.core.session.SessionStep.Action;
import io.staffetta.core.session.SessionTrigger.Command;
import io.staffetta.core.session.SessionTrigger.Said;
import io.staffetta.core.session.SessionTrigger.Tenure;
import io.staffetta.core.session.SessionTrigger.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionMachineTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final EngineEvent READY_SAID = new EngineEvent.Ready(OptionalLong.of(1), Optional.empty());
    private static final List<EngineEvent> EVENTS = List.of(
            new EngineEvent.QrCode("qr", Duration.ofSeconds(20)),
            new EngineEvent.PairingCode("ABCD-EFGH", Duration.ofSeconds(20)),
            new EngineEvent.ExternalStep("passkey", "https://example.org"),
            new EngineEvent.Authenticated(),
            READY_SAID,
            new EngineEvent.Disconnected("reset"),
            new EngineEvent.LoggedOut("phone"),
            new EngineEvent.Banned("spam"),
            new EngineEvent.Replaced(),
            new EngineEvent.Failed("token"),
            new EngineEvent.Restricted(NOON, "new_chats"),
            new EngineEvent.Unrestricted(),
            new EngineEvent.Rated(NumberQuality.LOW),
            new EngineEvent.Receipt("id", ReceiptLevel.READ, NOON),
            new EngineEvent.Undeliverable("id", "code", NOON),
            new EngineEvent.Inbound("id", 1, "hi", NOON),
            new EngineEvent.CredentialsChanged(new Credentials(new byte[0])));
    private static final List<SessionTrigger> TRIGGERS = Stream.<Stream<? extends SessionTrigger>>of(
                    EVENTS.stream().map(Said::new),
                    Arrays.stream(Command.values()),
                    Arrays.stream(Timer.values()),
                    Arrays.stream(Tenure.values()))
            .<SessionTrigger>flatMap(s -> s)
            .toList();

    @Test
    void aFreshSessionIsPairedAndBecomesReady() {
        assertThat(walk(
                        STOPPED,
                        Command.START,
                        said(new EngineEvent.QrCode("qr", Duration.ofSeconds(20))),
                        said(new EngineEvent.Authenticated()),
                        said(READY_SAID)))
                .isEqualTo(READY);
    }

    @Test
    void aDropIsFollowedByAReconnectThatKeepsTheStateUntilReady() {
        SessionStep dropped = step(READY, said(new EngineEvent.Disconnected("reset")));
        assertThat(dropped.state()).isEqualTo(DISCONNECTED);
        assertThat(dropped.action()).isEqualTo(Action.RECONNECT_LATER);
        SessionStep due = step(DISCONNECTED, Timer.RECONNECT_DUE);
        assertThat(due.state()).isEqualTo(DISCONNECTED);
        assertThat(due.action()).isEqualTo(Action.CONNECT);
        assertThat(step(DISCONNECTED, said(READY_SAID)).state()).isEqualTo(READY);
    }

    @Test
    void aRestrictionThatBeganWhileDownHoldsWhenTheSessionComesUp() {
        assertThat(SessionMachine.next(INITIALIZING, true, said(READY_SAID)).state())
                .isEqualTo(RESTRICTED);
    }

    @Test
    void aRestrictionEndsByTimeOrByEvent() {
        assertThat(step(RESTRICTED, Timer.RESTRICTION_OVER).state()).isEqualTo(READY);
        assertThat(step(RESTRICTED, said(new EngineEvent.Unrestricted())).state())
                .isEqualTo(READY);
    }

    @Test
    void silenceMakesASessionNotReadyButDoesNotDisturbAPersonScanning() {
        SessionStep silent = step(READY, Timer.NO_PROOF_OF_LIFE);
        assertThat(silent.state()).isEqualTo(DISCONNECTED);
        assertThat(silent.reason()).isEqualTo("no_proof_of_life");
        assertThat(step(QR_GENERATED, Timer.NO_PROOF_OF_LIFE).state()).isEqualTo(QR_GENERATED);
    }

    @Test
    void aRestoreLeavesLoggedOutAndBrokenSessionsAlone() {
        assertThat(step(LOGGED_OUT, Tenure.TAKEN).action()).isEqualTo(Action.NONE);
        assertThat(step(ERROR, Tenure.TAKEN).action()).isEqualTo(Action.NONE);
        assertThat(step(READY, Tenure.TAKEN).action()).isEqualTo(Action.CONNECT);
    }

    @Test
    void aLogOutByThePhoneForgetsTheCredentials() {
        SessionStep out = step(READY, said(new EngineEvent.LoggedOut("phone")));
        assertThat(out.state()).isEqualTo(LOGGED_OUT);
        assertThat(out.action()).isEqualTo(Action.FORGET);
        assertThat(out.detail()).contains("phone");
    }

    @ParameterizedTest
    @EnumSource(SessionState.class)
    void everyStateAnswersEveryTrigger(SessionState from) {
        for (SessionTrigger trigger : TRIGGERS) {
            assertThat(step(from, trigger)).as("%s, %s", from, trigger).isNotNull();
        }
    }

    @Property
    void onlyTheEngineBringsASessionUp(
            @ForAll SessionState from, @ForAll boolean restricted, @ForAll("triggers") SessionTrigger trigger) {
        if (!from.up() && SessionMachine.next(from, restricted, trigger).state().up()) {
            assertThat(trigger).isEqualTo(said(READY_SAID));
        }
    }

    @Property
    void aSessionAtRestIsMovedByItsUserOrARestoreOnly(
            @ForAll SessionState from, @ForAll boolean restricted, @ForAll("triggers") SessionTrigger trigger) {
        if (from.atRest() && !(trigger instanceof Command) && trigger != Tenure.TAKEN) {
            assertThat(SessionMachine.next(from, restricted, trigger).state()).isEqualTo(from);
        }
    }

    @Property
    void whatIsBannedReplacedOrFailedNeverReconnectsByItself(
            @ForAll("noCommands") List<SessionTrigger> triggers, @ForAll boolean restricted) {
        SessionState state = ERROR;
        for (SessionTrigger trigger : triggers) {
            SessionStep step = SessionMachine.next(state, restricted, trigger);
            assertThat(step.action()).isNotIn(Action.CONNECT, Action.RECONNECT_LATER);
            state = step.state();
        }
        assertThat(state).isEqualTo(ERROR);
    }

    @Property
    void theActionFitsTheState(
            @ForAll SessionState from, @ForAll boolean restricted, @ForAll("triggers") SessionTrigger trigger) {
        SessionStep step = SessionMachine.next(from, restricted, trigger);
        switch (step.action()) {
            case CONNECT -> assertThat(step.state()).isIn(INITIALIZING, DISCONNECTED);
            case RECONNECT_LATER -> assertThat(step.state()).isEqualTo(DISCONNECTED);
            case REFRESH -> assertThat(step.state()).isEqualTo(QR_GENERATED);
            case CLOSE, FORGET, LOG_OUT -> assertThat(step.state().up()).isFalse();
            case NONE -> {
                if (step.state() != from) {
                    assertThat(step.state().atRest()).isFalse();
                }
            }
        }
    }

    @Provide
    Arbitrary<SessionTrigger> triggers() {
        return Arbitraries.of(TRIGGERS);
    }

    @Provide
    Arbitrary<List<SessionTrigger>> noCommands() {
        return Arbitraries.of(TRIGGERS.stream()
                        .filter(trigger -> !(trigger instanceof Command))
                        .toList())
                .list()
                .ofMaxSize(30);
    }

    private static SessionState walk(SessionState from, SessionTrigger... triggers) {
        SessionState state = from;
        for (SessionTrigger trigger : triggers) {
            state = step(state, trigger).state();
        }
        return state;
    }

    private static SessionStep step(SessionState from, SessionTrigger trigger) {
        return SessionMachine.next(from, false, trigger);
    }

    private static SessionTrigger said(EngineEvent event) {
        return new Said(event);
    }
}
