package io.staffetta.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serial;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The rules of the product know nobody, read no clock and roll no dice: a seed replays everything. */
@AnalyzeClasses(packages = "io.staffetta.core", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

    private static final Set<String> READS_A_CLOCK = Set.of("now", "currentTimeMillis", "nanoTime");
    private static final Map<Class<?>, Set<String>> ROLLS_DICE = Map.of(
            Math.class, Set.of("random"),
            UUID.class, Set.of("randomUUID"),
            Random.class, Set.of("<init>"),
            SecureRandom.class, Set.of("<init>", "getInstanceStrong"),
            ThreadLocalRandom.class, Set.of("current"));

    @ArchTest
    static final ArchRule dependsOnNothingButTheLanguageAndTheNumberLibrary = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "io.staffetta.core..",
                            "java.lang..",
                            "java.math..",
                            "java.text..",
                            "java.time..",
                            "java.util..",
                            "org.jspecify.annotations..",
                            "com.google.i18n.phonenumbers..")
                    .or(type(Serial.class)));

    @ArchTest
    static final ArchRule readsNoClock = noClasses()
            .should()
            .callMethodWhere(calls(
                    "a clock",
                    call -> READS_A_CLOCK.contains(call.getName())
                            && call.getTargetOwner().getPackageName().matches("java\\.(time|lang).*")))
            .orShould()
            .callMethodWhere(calls(
                    "the system's clock",
                    call -> call.getTargetOwner().isEquivalentTo(Clock.class)
                            && (call.getName().startsWith("system")
                                    || call.getName().startsWith("tick"))));

    @ArchTest
    static final ArchRule rollsNoDice = noClasses()
            .should()
            .callCodeUnitWhere(calls(
                    "chance",
                    call -> ROLLS_DICE.entrySet().stream()
                            .anyMatch(source -> call.getTargetOwner().isEquivalentTo(source.getKey())
                                    && source.getValue().contains(call.getName()))));

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("io.staffetta.core.(*)..").should().beFreeOfCycles();

    private static DescribedPredicate<JavaCall<?>> calls(
            String what, java.util.function.Predicate<JavaCall<?>> predicate) {
        return describe("asks " + what, predicate);
    }
}
