package dev.atelier.standalone;

import java.time.Clock;
import java.time.Instant;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** What depends on what. Only standalone sees every module, so the rules stand here. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.atelier");
    private static final String[] SERVICES = {"dev.atelier.api..", "dev.atelier.worker..", "dev.atelier.simulator..",
        "dev.atelier.standalone.."};

    @Test
    void the_services_do_not_know_each_other() {
        noClasses().that()
                .resideInAPackage("dev.atelier.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.atelier.worker..", "dev.atelier.simulator..", "dev.atelier.standalone..")
                .check(ALL);
        noClasses().that()
                .resideInAPackage("dev.atelier.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.atelier.api..", "dev.atelier.simulator..", "dev.atelier.standalone..")
                .check(ALL);
    }

    @Test
    void common_model_knows_no_service() {
        noClasses().that()
                .resideInAnyPackage("dev.atelier.job..", "dev.atelier.catalog..", "dev.atelier.output..",
                        "dev.atelier.webhook..", "dev.atelier.messaging..", "dev.atelier.user..",
                        "dev.atelier.credential..",
                        "dev.atelier.deadletter..", "dev.atelier.persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .check(ALL);
    }

    @Test
    void the_simulator_shares_no_code_with_what_it_tests() {
        noClasses().that()
                .resideInAPackage("dev.atelier.simulator..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe("are ours and not the simulator's",
                                (JavaClass it) -> it.getPackageName().startsWith("dev.atelier")
                                        && !it.getPackageName().startsWith("dev.atelier.simulator")))
                .check(ALL);
    }

    @Test
    void a_provider_knows_no_other_provider_and_nothing_of_jobs_but_their_names() {
        slices().matching("dev.atelier.worker.provider.(*)..").should().notDependOnEachOther().check(ALL);
        noClasses().that()
                .resideInAPackage("dev.atelier.worker.provider..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.transaction..", "org.springframework.jdbc..",
                        "org.springframework.amqp..", "dev.atelier.worker.submit..", "dev.atelier.worker.check..",
                        "dev.atelier.worker.webhook..", "dev.atelier.worker.outcome..")
                .check(ALL);
        noClasses().that()
                .resideInAPackage("dev.atelier.worker.provider..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("JobChanges")
                .check(ALL);
    }

    @Test
    void a_providers_folder_opens_nothing() {
        classes().that()
                .resideInAPackage("dev.atelier.worker.provider.*..")
                .and()
                .areTopLevelClasses()
                .should()
                .notBePublic()
                .check(ALL);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.atelier.api.(*)..").should().beFreeOfCycles().check(ALL);
        slices().matching("dev.atelier.worker.(*)..").should().beFreeOfCycles().check(ALL);
        slices().matching("dev.atelier.simulator.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void every_package_is_null_marked() {
        classes().should(new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass it, ConditionEvents events) {
                if (!it.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(it, it.getName() + " is not in a @NullMarked package"));
                }
            }
        }).check(ALL);
    }

    @Test
    void leases_retries_and_deadlines_are_told_by_the_databases_clock() {
        noClasses().that()
                .resideInAnyPackage("dev.atelier.job..", "dev.atelier.worker.submit..",
                        "dev.atelier.worker.check..", "dev.atelier.worker.dispatch..", "dev.atelier.worker.outcome..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(ALL);
    }

    /** Such a stream holds its connection until it is closed, and a list is as good for what is asked here. */
    @Test
    void rows_are_read_as_lists_and_never_as_streams_that_keep_a_connection() {
        noClasses().should().callMethod(JdbcClient.MappedQuerySpec.class, "stream").check(ALL);
    }

    @Test
    void nothing_is_called_util_or_manager() {
        noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..").check(ALL);
        noClasses().should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .check(ALL);
    }
}
