package io.staffetta.server.web.doors;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.contract.Contract;
import java.security.SecureRandom;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Doors translate and decide nothing. That they use only the fronts of what lies below is what ModularityTest verifies. */
@Contract("own.thin-doors")
class ThinDoorsTest {

    private static final String DOORS = "io.staffetta.server.web.doors..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.staffetta");

    @Test
    void theyReachNoDatabase() {
        noClasses()
                .that()
                .resideInAPackage(DOORS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.jdbc..",
                        "org.springframework.transaction..",
                        "java.sql..",
                        "javax.sql..",
                        "com.mongodb..",
                        "io.staffetta.server.storage..")
                .check(CLASSES);
    }

    @Test
    void ofTheRulesTheyKnowOnlyTheWords() {
        noClasses()
                .that()
                .resideInAPackage(DOORS)
                .should()
                .dependOnClassesThat(resideInAPackage("io.staffetta.core..")
                        .and(not(belongToAnyOf(
                                Problem.class,
                                PhoneNumber.class,
                                SessionState.class,
                                NumberQuality.class,
                                MessageState.class,
                                EndReason.class,
                                CampaignStatus.class,
                                Template.class,
                                FollowUpPlan.class,
                                Delay.class,
                                BusinessHours.class))))
                .check(CLASSES);
    }

    @Test
    void theyReachNoEngineAndLeaveNothingToChance() {
        noClasses()
                .that()
                .resideInAPackage(DOORS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.staffetta.simulator..", "io.staffetta.engine..", "java.net.http..")
                .orShould()
                .dependOnClassesThat(belongToAnyOf(Random.class, SecureRandom.class, RandomGenerator.class))
                .check(CLASSES);
    }

    @Test
    void nothingIsScheduledInThem() {
        noClasses()
                .that()
                .resideInAPackage(DOORS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.scheduling..")
                .check(CLASSES);
    }

    @Test
    void noDoorKnowsAnother() {
        slices().matching("io.staffetta.server.web.doors.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }
}
