package dev.atelier.api;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.atelier.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_services_do_not_know_each_other = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.atelier.worker..", "dev.atelier.simulator..", "dev.atelier.standalone..",
                    "dev.atelier.embedded..");

    @ArchTest
    static final ArchRule features_have_no_cycles = slices().matching("dev.atelier.api.(**)")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule only_one_place_answers_failures = noClasses().that()
            .resideOutsideOfPackage("dev.atelier.api.problems")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.atelier.api.problems.Problem")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ProblemDetail.class);

    @ArchTest
    static final ArchRule controllers_are_nobodys_business = classes().that()
            .areMetaAnnotatedWith(Controller.class)
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule endpoints_are_where_security_looks_for_them = classes().that()
            .areAnnotatedWith(RestController.class)
            .should(new ArchCondition<JavaClass>("be mapped below /api/v1") {
                @Override
                public void check(JavaClass controller, ConditionEvents events) {
                    var paths = org.springframework.core.annotation.AnnotatedElementUtils
                            .getMergedAnnotation(controller.reflect(),
                                    org.springframework.web.bind.annotation.RequestMapping.class);
                    boolean below = paths != null && paths.path().length == 1 && paths.path()[0].startsWith("/api/v1/");
                    events.add(new SimpleConditionEvent(controller, below, controller.getName() + " is not"));
                }
            });

    @ArchTest
    static final ArchRule rows_are_read_and_written_by_common_model = noClasses().should()
            .dependOnClassesThat()
            .areAssignableTo(JdbcClient.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.springframework.transaction.annotation..");

    @ArchTest
    static final ArchRule nothing_is_injected_into_fields = fields().should()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired");

    @ArchTest
    static final ArchRule loggers_are_private_and_final = fields().that()
            .haveRawType(Logger.class)
            .should()
            .bePrivate()
            .andShould()
            .beFinal();

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes().should(
            new ArchCondition<JavaClass>("be in a package with @NullMarked") {
                @Override
                public void check(JavaClass it, ConditionEvents events) {
                    boolean marked = it.getPackage()
                            .tryGetPackageInfo()
                            .filter(info -> info.isAnnotatedWith(
                                    NullMarked.class))
                            .isPresent();
                    events.add(new SimpleConditionEvent(it, marked, it.getPackageName() + " is not @NullMarked"));
                }
            });

    @ArchTest
    static final ArchRule configuration_is_not_extended = classes().that()
            .areAnnotatedWith("org.springframework.boot.context.properties.ConfigurationProperties")
            .should()
            .beRecords()
            .andShould()
            .notHaveModifier(JavaModifier.PUBLIC);
}
