package io.staffetta.server;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The directions of ARCHITECTURE: everything points down, nothing in circles. */
class ModularityTest {

    private static final String ROOT = "io.staffetta.server.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.staffetta");

    @Test
    void modulesUseOnlyEachOthersFronts() {
        ApplicationModules.of(StaffettaApplication.class).verify();
    }

    @Test
    void packagesFormNoCircles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void storageKnowsNobodyAbove() {
        knowsNot(
                "storage", "queue", "dispatch", "session", "campaign", "contact", "webhook", "stream", "access", "web");
    }

    @Test
    void theQueueKnowsNobodyAbove() {
        knowsNot("queue", "dispatch", "session", "campaign", "contact", "webhook", "stream", "web");
    }

    @Test
    void dispatchKnowsNobodyAbove() {
        knowsNot("dispatch", "session", "campaign", "contact", "webhook", "stream", "web");
    }

    @Test
    void capabilitiesDoNotKnowTheWeb() {
        for (String capability :
                new String[] {"session", "campaign", "contact", "webhook", "outbound", "stream", "access"}) {
            knowsNot(capability, "web");
        }
    }

    @Test
    void theWayOutKnowsNoCapability() {
        knowsNot("outbound", "storage", "queue", "dispatch", "session", "campaign", "contact", "webhook", "stream");
    }

    @Test
    void nothingAboveThePortNamesAnEngine() {
        for (String part : new String[] {"queue", "dispatch", "campaign", "contact", "webhook", "stream"}) {
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage(ROOT + part + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.staffetta.simulator..")
                    .check(CLASSES);
        }
    }

    private void knowsNot(String below, String... above) {
        for (String other : above) {
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage(ROOT + below + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + other + "..")
                    .check(CLASSES);
        }
    }
}
