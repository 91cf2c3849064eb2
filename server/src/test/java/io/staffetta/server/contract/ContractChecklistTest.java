package io.staffetta.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.server.contract.Checklist.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContractChecklistTest {

    private static final Checklist CHECKLIST = Checklist.read();
    private static final KeptPromises KEPT = BrowserChecks.read().addTo(KeptPromises.find());

    @BeforeAll
    static void print() throws IOException {
        String list = CHECKLIST.promises().stream()
                .map(promise -> "- `" + promise.id() + "` " + promise.wording() + ": " + named(promise))
                .collect(Collectors.joining("\n", "# Promises and their tests\n\n", "\n"));
        System.out.println(list);
        Files.writeString(Path.of("target", "contract.md"), list);
    }

    @Test
    void everyPromiseThatIsBuiltHasATest() {
        assertThat(CHECKLIST.promises())
                .filteredOn(promise -> promise.built() && tests(promise).isEmpty())
                .as("promises without a test")
                .isEmpty();
    }

    @Test
    void everyTestKeepsAPromiseOfTheList() {
        Set<String> unknown = new TreeSet<>(KEPT.tests().keySet());
        unknown.removeAll(CHECKLIST.promises().stream().map(Promise::id).collect(Collectors.toSet()));
        assertThat(unknown).as("ids that are not in the checklist").isEmpty();
    }

    @Test
    void everyAnnotationStandsOnATestThatRuns() {
        assertThat(KEPT.misplaced()).isEmpty();
    }

    @Test
    void noPromiseStandsTwice() {
        assertThat(CHECKLIST.promises()).extracting(Promise::id).doesNotHaveDuplicates();
    }

    @Test
    void aPromiseWithoutATestIsSeenOnceItsSectionIsBuilt() {
        assertThat(Checklist.parse("## door9: a (built)\n- `door9.a` b\n## door8: a (open)\n- `door8.a` b\n")
                        .promises())
                .containsExactly(new Promise("door9.a", "b", true), new Promise("door8.a", "b", false));
    }

    @Test
    void aCheckInTheBrowserSaysWhatItKeeps() {
        String source = "check('7 phases', { keeps: ['door9.a', 'door9.b'] }, () => 1);\ncheck('8 x', {}, () => 1);";
        assertThat(BrowserChecks.parse(source).checks())
                .containsExactly(new BrowserChecks.Check("7 phases", List.of("door9.a", "door9.b")));
    }

    @Test
    void aLineOfAnotherFormIsRefused() {
        assertThatThrownBy(() -> Checklist.parse("## door9: a (done)")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Checklist.parse("- door9.a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Checklist.parse("## door9: a (open)\n- `door8.a` b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String named(Promise promise) {
        return tests(promise).isEmpty() ? "NO TEST" : String.join(", ", tests(promise));
    }

    private static Set<String> tests(Promise promise) {
        return KEPT.tests().getOrDefault(promise.id(), new TreeSet<>());
    }
}
